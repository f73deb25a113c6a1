import { and, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { settingsPatch } from '../../../contract/workspace.ts';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { Language } from '../../base/text.ts';
import type { Config, ProxyType } from '../../config/config.ts';
import type { App } from '../../context.ts';
import type { ProxySettings } from '../../edges/telegram-account/port.ts';
import type { Caller } from '../../feature.ts';
import { settings, workspaces } from './tables.ts';
import { texts } from './texts.ts';

/** Whoever acts by settings looks again when they hear this. */
export const SETTINGS_CHANNEL = 'vestnik_settings';

export type QuietHours = { from: string; to: string };

/** What one workspace decided; what it left open comes from the environment. */
export type Settings = {
  language: Language;
  timeZone: string;
  proxyEnabled: boolean;
  defaultProxy: ProxySettings | undefined;
  maxDailyActive: number;
  maxDailyWarming: number;
  maxDailyMessages: number;
  maxDailyAnswers: number;
  /** Seconds. */
  minMessageDelay: number;
  /** Seconds between two messages of campaigns from one account, least and most. */
  mailingDelayMin: number;
  mailingDelayMax: number;
  /** First messages that an account may send for campaigns in a day. */
  mailingMaxPerAccount: number;
  /** Seconds between two invites of one account, at least. */
  inviteDelay: number;
  cooldownHours: number;
  quietHours: QuietHours | undefined;
  limitedAccountsMayAnswer: boolean;
  /** What a sales bot answers to /paysupport and /terms; undefined: the usual words. */
  paySupportText: string | undefined;
  termsText: string | undefined;
};

type StoredProxy = { type: ProxyType; host: string; port: number; username?: string };
const proxyContext = (workspaceId: number) => `workspace ${workspaceId} default proxy`;

/** Reads the settings of one workspace. */
export async function readSettings(
  app: App,
  workspaceId: number,
  db: Db = app.db,
): Promise<Settings> {
  const [workspace] = await db.select().from(workspaces).where(eq(workspaces.id, workspaceId));
  if (!workspace) throw new Error(`there is no workspace ${workspaceId}`);
  const rows = await db.select().from(settings).where(eq(settings.workspaceId, workspaceId));
  const stored = new Map(rows.map((row) => [row.name, row]));
  const given = <T>(name: string, fallback: T): T =>
    stored.has(name) ? (stored.get(name)?.value as T) : fallback;

  const { defaults, mailing } = app.config;
  return {
    language: workspace.language,
    timeZone: workspace.timeZone,
    proxyEnabled: given('proxy_enabled', defaults.proxyEnabled),
    defaultProxy: stored.has('default_proxy')
      ? readProxy(app, workspaceId, given('default_proxy', null), stored.get('default_proxy_pass'))
      : proxyOfEnvironment(app.config, app.secrets.proxyPassword),
    maxDailyActive: given('max_daily_active', defaults.maxDailyActive),
    maxDailyWarming: given('max_daily_warming', defaults.maxDailyWarming),
    maxDailyMessages: given('max_daily_messages', defaults.maxDailyMessages),
    maxDailyAnswers: given('max_daily_answers', defaults.maxDailyAnswers),
    minMessageDelay: given('min_message_delay', defaults.minMessageDelay),
    mailingDelayMin: given('mailing_delay_min', mailing.delayMin),
    mailingDelayMax: given('mailing_delay_max', mailing.delayMax),
    mailingMaxPerAccount: given('mailing_max_per_account', mailing.maxPerAccount),
    inviteDelay: given('invite_delay', mailing.inviteDelay),
    cooldownHours: given('cooldown_hours', defaults.cooldownHours),
    quietHours: given<QuietHours | null>('quiet_hours', null) ?? undefined,
    limitedAccountsMayAnswer: given('limited_accounts_may_answer', false),
    paySupportText: given<string | null>('pay_support_text', null) ?? undefined,
    termsText: given<string | null>('terms_text', null) ?? undefined,
  };
}

/** Changes some settings. Names and shapes are those of the API. */
export async function changeSettings(
  app: App,
  caller: Caller,
  patch: z.output<typeof settingsPatch>,
): Promise<void> {
  if (Object.keys(patch).length === 0) return;
  const { language, time_zone: timeZone, ...rest } = patch;
  await app.database.transaction(async (tx) => {
    if (language !== undefined || timeZone !== undefined) {
      await tx
        .update(workspaces)
        .set({ ...(language && { language }), ...(timeZone && { timeZone }) })
        .where(eq(workspaces.id, caller.workspaceId));
    }
    for (const [name, value] of Object.entries(rest)) {
      await storeSetting(app, tx, caller.workspaceId, name, { value: value ?? null });
    }
    const { mailingDelayMin, mailingDelayMax } = await readSettings(app, caller.workspaceId, tx);
    if (mailingDelayMin > mailingDelayMax)
      throw new AppError('invalid_request', texts.delaysBackwards);
    await settingsChanged(app, tx, caller, Object.keys(patch));
  });
}

/** Switches proxies on or off for the whole workspace and, if given, sets the default one. */
export async function setGlobalProxy(
  app: App,
  caller: Caller,
  enabled: boolean,
  proxy: ProxySettings | null | undefined,
): Promise<void> {
  const { workspaceId } = caller;
  await app.database.transaction(async (tx) => {
    await storeSetting(app, tx, workspaceId, 'proxy_enabled', { value: enabled });
    if (proxy !== undefined) {
      const { password, ...open } = proxy ?? {};
      await storeSetting(app, tx, workspaceId, 'default_proxy', { value: proxy && open });
      if (password) {
        const secret = app.crypto.encrypt(password, proxyContext(workspaceId));
        await storeSetting(app, tx, workspaceId, 'default_proxy_pass', { secret });
      } else {
        await tx
          .delete(settings)
          .where(
            and(eq(settings.workspaceId, workspaceId), eq(settings.name, 'default_proxy_pass')),
          );
      }
    }
    await settingsChanged(app, tx, caller, [
      'proxy_enabled',
      ...(proxy === undefined ? [] : ['default_proxy']),
    ]);
  });
}

function readProxy(
  app: App,
  workspaceId: number,
  stored: StoredProxy | null,
  pass: { secret: Uint8Array | null } | undefined,
): ProxySettings | undefined {
  if (!stored) return undefined;
  if (!pass?.secret) return stored;
  return {
    ...stored,
    password: app.crypto.decrypt(pass.secret, proxyContext(workspaceId)).toString(),
  };
}

function proxyOfEnvironment(
  config: Config,
  password: string | undefined,
): ProxySettings | undefined {
  const {
    proxyType: type,
    proxyHost: host,
    proxyPort: port,
    proxyUser: username,
  } = config.defaults;
  if (!host || !port) return undefined;
  return { type, host, port, ...(username && { username }), ...(password && { password }) };
}

async function storeSetting(
  app: App,
  tx: Db,
  workspaceId: number,
  name: string,
  content: { value: unknown } | { secret: Uint8Array },
): Promise<void> {
  const value = 'value' in content ? JSON.stringify(content.value) : null;
  const secret = 'secret' in content ? content.secret : null;
  await tx.execute(sql`
    insert into settings (workspace_id, name, value, secret, updated_at)
    values (${workspaceId}, ${name}, ${value}::jsonb, ${secret}, ${app.clock.now().toISOString()})
    on conflict (workspace_id, name)
    do update set value = excluded.value, secret = excluded.secret, updated_at = excluded.updated_at`);
}

async function settingsChanged(app: App, tx: Db, caller: Caller, names: string[]): Promise<void> {
  await recordEvents(tx, [
    {
      workspaceId: caller.workspaceId,
      type: 'settings.changed',
      at: app.clock.now(),
      actor: caller.actor,
      data: { names },
    },
  ]);
  await tx.execute(sql`select pg_notify(${SETTINGS_CHANNEL}, ${String(caller.workspaceId)})`);
}
