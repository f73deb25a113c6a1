import { randomUUID } from 'node:crypto';
import { and, eq, gt, lt } from 'drizzle-orm';
import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import {
  type ProxySettings,
  type SignInState,
  type SignInStep,
  TelegramError,
  type TelegramProblem,
} from '../../edges/telegram-account/port.ts';
import type { Caller, Verb } from '../../feature.ts';
import { readPhone } from '../contacts/identifiers.ts';
import { askHolder } from '../senders/ask-holder.ts';
import { readSettings } from '../workspace/settings.ts';
import { chooseProxy, ownProxy } from './choose-proxy.ts';
import { findByPhone } from './find-account.ts';
import { mustHaveRoom } from './must-have-room.ts';
import { reactToProblem } from './react-to-problem.ts';
import { signInError } from './sign-in-errors.ts';
import { type Account, accountLogins } from './tables.ts';
import { takeIn } from './take-in.ts';
import { arrivalTexts, texts } from './texts.ts';

/** Telegram's codes live a few minutes; a forgotten sign-in shouldn't live much longer. */
const LIFE_MS = 30 * 60_000;
const STEP_TIMEOUT_MS = 45_000;

export type SignIn =
  | { loginId: string; step: 'code'; via: 'app' | 'sms' | 'call' | 'other' }
  | { loginId: string; step: 'password'; hint: string }
  | { loginId: string; step: 'done'; account: Account };

/**
 * Asks Telegram to send a sign-in code to this number.
 * @throws AppError already_exists (an account that works), phone_invalid, phone_banned, flood_wait,
 * telegram_not_configured, plan_limit, payment_required …
 */
export async function startSignIn(app: App, caller: Caller, phone: string): Promise<SignIn> {
  if (!app.ports.telegramAccounts.configured)
    throw new AppError('telegram_not_configured', texts.notConfigured);
  const number = readPhone(phone);
  const known = await findByPhone(app, caller.workspaceId, number);
  if (known && !known.needsSignIn && known.status !== 'banned')
    throw new AppError('already_exists', arrivalTexts.already_exists);
  if (!known) await mustHaveRoom(app.db, caller.workspaceId, app.clock.now());
  const proxy = await proxyFor(app, caller.workspaceId, known);
  const args: StepArgs = { kind: 'request', phone: number, proxy };
  const step = await askStep(app, caller.workspaceId, args).catch(async (error) => {
    if (known && error instanceof AppError && error.code === 'phone_banned')
      await app.database.transaction((tx) => reactToProblem(app, tx, known.id, phoneBanned));
    throw error;
  });
  const usesProxy = proxy !== undefined;
  return advance(app, caller, { loginId: randomUUID(), phone: number, usesProxy }, step);
}

const phoneBanned: TelegramProblem = { kind: 'banned', code: 'PHONE_NUMBER_BANNED' };

/** The way the account will go afterwards; somebody new goes through the default proxy, if any. */
async function proxyFor(
  app: App,
  workspaceId: number,
  known: Account | undefined,
): Promise<ProxySettings | undefined> {
  const settings = await readSettings(app, workspaceId);
  const own = known
    ? { useProxy: known.useProxy, proxy: ownProxy(app, known) }
    : { useProxy: true, proxy: undefined };
  return chooseProxy(own, settings);
}

/**
 * Gives the code that the person received.
 * @throws AppError login_not_found, code_invalid, code_expired
 */
export async function submitCode(
  app: App,
  caller: Caller,
  loginId: string,
  code: string,
): Promise<SignIn> {
  const login = await findLogin(app, caller.workspaceId, loginId);
  const step = await askStep(app, caller.workspaceId, { kind: 'code', state: login.state, code });
  return advance(app, caller, { loginId, ...login }, step);
}

/**
 * Gives the password of an account with two-step verification.
 * @throws AppError login_not_found, password_invalid
 */
export async function submitPassword(
  app: App,
  caller: Caller,
  loginId: string,
  password: string,
): Promise<SignIn> {
  const login = await findLogin(app, caller.workspaceId, loginId);
  const args: StepArgs = { kind: 'password', state: login.state, password };
  const step = await askStep(app, caller.workspaceId, args);
  return advance(app, caller, { loginId, ...login }, step);
}

/** Drops sign-ins that nobody finished. */
export async function forgetOldSignIns(app: App): Promise<void> {
  await app.db.delete(accountLogins).where(lt(accountLogins.expiresAt, app.clock.now()));
}

// The steps are done where connections are held: any process with the role telegram may take one.

const proxyShape = z.custom<ProxySettings>().optional();
const stateShape = z.custom<SignInState>();
const stepArgs = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('request'), phone: z.string(), proxy: proxyShape }),
  z.object({ kind: z.literal('code'), state: stateShape, code: z.string() }),
  z.object({ kind: z.literal('password'), state: stateShape, password: z.string() }),
]);
type StepArgs = z.output<typeof stepArgs>;

/** The answer carries a session, and answers stand in the database: it travels sealed. */
const stepContext = (workspaceId: number) => `workspace ${workspaceId} sign-in`;

export const signInVerb: Verb = async (app, { workspaceId, args }) => {
  const step = await takeStep(app, stepArgs.parse(args)).catch((error) => {
    throw error instanceof TelegramError ? signInError(error.problem) : error;
  });
  const sealed = app.crypto.encrypt(JSON.stringify(step), stepContext(workspaceId));
  return sealed.toString('base64');
};

async function takeStep(app: App, args: StepArgs): Promise<SignInStep> {
  const telegram = app.ports.telegramAccounts;
  switch (args.kind) {
    case 'request':
      return telegram.requestCode(args.phone, args.proxy);
    case 'code':
      return telegram.submitCode(args.state, args.code);
    case 'password':
      return telegram.submitPassword(args.state, args.password);
  }
}

async function askStep(app: App, workspaceId: number, args: StepArgs): Promise<SignInStep> {
  const answer = await askHolder(app, {
    workspaceId,
    senderId: null,
    verb: 'account.sign_in',
    args,
    timeoutMs: STEP_TIMEOUT_MS,
  });
  const opened = app.crypto.decrypt(
    Buffer.from(String(answer), 'base64'),
    stepContext(workspaceId),
  );
  return JSON.parse(opened.toString()) as SignInStep;
}

async function findLogin(app: App, workspaceId: number, loginId: string) {
  const [login] = await app.db
    .select()
    .from(accountLogins)
    .where(
      and(
        eq(accountLogins.workspaceId, workspaceId),
        eq(accountLogins.id, loginId),
        gt(accountLogins.expiresAt, app.clock.now()),
      ),
    );
  if (!login) throw new AppError('login_not_found', texts.loginNotFound);
  const state = app.crypto.decrypt(login.state, stateContext(loginId)).toString();
  const read = JSON.parse(state) as SignInState;
  return { phone: login.phone, usesProxy: read.proxy !== undefined, state: read };
}

const stateContext = (loginId: string) => `sign-in ${loginId}`;

/** Keeps where the sign-in stands, or takes the account in when it is done. */
async function advance(
  app: App,
  caller: Caller,
  login: { loginId: string; phone: string; usesProxy: boolean },
  step: SignInStep,
): Promise<SignIn> {
  const { loginId, phone } = login;
  if (step.step === 'done') {
    const account = await takeIn(app, caller, { ...step, usesProxy: login.usesProxy });
    await app.db.delete(accountLogins).where(eq(accountLogins.id, loginId));
    return { loginId, step: 'done', account };
  }
  const now = app.clock.now();
  const kept = {
    state: app.crypto.encrypt(JSON.stringify(step.state), stateContext(loginId)),
    step: step.step,
    expiresAt: new Date(now.getTime() + LIFE_MS),
  };
  await app.db
    .insert(accountLogins)
    .values({ id: loginId, workspaceId: caller.workspaceId, phone, createdAt: now, ...kept })
    .onConflictDoUpdate({ target: accountLogins.id, set: kept });
  return step.step === 'code'
    ? { loginId, step: 'code', via: step.via }
    : { loginId, step: 'password', hint: step.hint };
}
