import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import { hashToken, newToken } from '../../base/crypto.ts';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { operators } from '../workspace/tables.ts';
import { openSession, type Visitor } from './open-session.ts';
import { signInLinks } from './tables.ts';
import { giveTryBack, takeTry, triedAddress } from './take-try.ts';
import { texts } from './texts.ts';

const MINUTE_MS = 60_000;
const LIFE_MS = { session: 10 * MINUTE_MS, invitation: 72 * 60 * MINUTE_MS, bot: 10 * MINUTE_MS };
const PREFIXES = { session: 'vsl', invitation: 'vsi', bot: 'vsb' };

type Kind = keyof typeof LIFE_MS;
type Whose = { workspaceId: number; operatorId: number };

/** Where in the console a link leads. The token stands in the fragment: no log of a server sees it. */
const PAGES = { session: 'enter', invitation: 'invite' };

/** @param base address of the server, without a slash at its end */
export function linkUrl(base: string, kind: keyof typeof PAGES, token: string): string {
  return `${base}/app/${PAGES[kind]}#${token}`;
}

/** Makes a link that works once; earlier ones of its kind work no more. */
export async function makeLink(
  app: App,
  tx: Db,
  whose: Whose,
  kind: Kind,
): Promise<{ token: string; expiresAt: Date }> {
  const { workspaceId, operatorId } = whose;
  const now = app.clock.now();
  const expiresAt = new Date(now.getTime() + LIFE_MS[kind]);
  const token = newToken(PREFIXES[kind]);
  await forgetLinks(tx, whose, kind);
  await tx.insert(signInLinks).values({
    workspaceId,
    operatorId,
    kind,
    tokenHash: hashToken(token),
    createdAt: now,
    expiresAt,
  });
  return { token, expiresAt };
}

/** Makes a link that signs an operator in, once, within ten minutes. @returns its token */
export async function createSignInLink(app: App, whose: Whose): Promise<string> {
  const { token } = await app.database.transaction((tx) => makeLink(app, tx, whose, 'session'));
  return token;
}

/**
 * Signs in by a link.
 * @returns the session's token
 * @throws AppError link_expired, too_many_requests
 */
export async function signInByLink(app: App, token: string, visitor: Visitor): Promise<string> {
  return withTry(app, visitor.address, () =>
    app.database.transaction(async (tx) => {
      const operator = await spendLink(app, tx, token, 'session');
      return openSession(app, tx, operator, visitor, 'link');
    }),
  );
}

/** Takes one of the address's tries, and gives it back when `work` throws nothing. */
export async function withTry<T>(app: App, address: string, work: () => Promise<T>): Promise<T> {
  const tried = triedAddress(app, address);
  const retryAfter = await takeTry(app, tried);
  if (retryAfter) throw new AppError('too_many_requests', texts.tooManyTries, { retryAfter });
  const result = await work();
  await giveTryBack(app, tried);
  return result;
}

/** Whose open link it is, and until when. @throws AppError link_expired */
export async function readLink(app: App, db: Db, token: string, kind: Kind) {
  const [found] = await db
    .select({ operator: operators, expiresAt: signInLinks.expiresAt })
    .from(signInLinks)
    .innerJoin(
      operators,
      and(
        eq(operators.workspaceId, signInLinks.workspaceId),
        eq(operators.id, signInLinks.operatorId),
      ),
    )
    .where(
      and(
        eq(signInLinks.tokenHash, hashToken(token)),
        eq(signInLinks.kind, kind),
        gt(signInLinks.expiresAt, app.clock.now()),
        isNull(operators.disabledAt),
      ),
    );
  if (!found) throw new AppError('link_expired', texts.linkExpired);
  return found;
}

/** Uses a link up: of two who come at once one is late. @throws AppError link_expired */
export async function spendLink(app: App, tx: Db, token: string, kind: Kind) {
  const { operator } = await readLink(app, tx, token, kind);
  const used = await tx
    .delete(signInLinks)
    .where(eq(signInLinks.tokenHash, hashToken(token)))
    .returning({ id: signInLinks.id });
  if (used.length === 0) throw new AppError('link_expired', texts.linkExpired);
  return operator;
}

/** @param kind left out: all links of the operator */
export async function forgetLinks(
  tx: Db,
  { workspaceId, operatorId }: Whose,
  kind?: Kind,
): Promise<void> {
  await tx
    .delete(signInLinks)
    .where(
      and(
        eq(signInLinks.workspaceId, workspaceId),
        eq(signInLinks.operatorId, operatorId),
        kind && eq(signInLinks.kind, kind),
      ),
    );
}

/** Forgets links whose time is over. */
export async function forgetOldLinks(app: App): Promise<void> {
  await app.db.delete(signInLinks).where(lt(signInLinks.expiresAt, app.clock.now()));
}
