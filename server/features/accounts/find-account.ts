import { and, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import type { App } from '../../context.ts';
import { senders } from '../senders/tables.ts';
import { type AccountStatus, accountNotFound, readAccountKey } from './account.ts';
import { type Account, accounts } from './tables.ts';

/**
 * The account behind a key like acc_5.
 * @throws AppError not_found
 */
export async function findAccount(
  app: App,
  workspaceId: number,
  key: string,
  db: Db = app.db,
): Promise<Account> {
  const [row] = await db
    .select({ account: accounts })
    .from(accounts)
    .innerJoin(senders, eq(senders.id, accounts.id))
    .where(
      and(
        eq(accounts.workspaceId, workspaceId),
        eq(accounts.number, readAccountKey(key)),
        isNull(senders.removedAt),
      ),
    );
  if (!row) throw accountNotFound(key);
  return row.account;
}

/** The account of the pool with this number (E.164); the newest one, should a number have moved on. */
export async function findByPhone(
  app: App,
  workspaceId: number,
  phone: string,
): Promise<Account | undefined> {
  const [row] = await app.db
    .select({ account: accounts })
    .from(accounts)
    .innerJoin(senders, eq(senders.id, accounts.id))
    .where(
      and(
        eq(accounts.workspaceId, workspaceId),
        eq(accounts.phone, phone),
        isNull(senders.removedAt),
      ),
    )
    .orderBy(desc(accounts.id))
    .limit(1);
  return row?.account;
}

export type AccountFilter = {
  status?: AccountStatus[] | undefined;
  tag?: string | undefined;
  /** Part of the name, phone, username or first name. */
  search?: string | undefined;
};

/** One page of a workspace's accounts in the order of their numbers. */
export async function listAccounts(
  app: App,
  workspaceId: number,
  filter: AccountFilter,
  page: { limit: number; afterId: number | undefined },
): Promise<Account[]> {
  const pattern = filter.search && `%${filter.search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const searched = sql`lower(concat_ws(' ', ${accounts.name}, ${accounts.phone},
    ${accounts.username}, ${accounts.firstName}, ${accounts.lastName}))`;
  const rows = await app.db
    .select({ account: accounts })
    .from(accounts)
    .innerJoin(senders, eq(senders.id, accounts.id))
    .where(
      and(
        eq(accounts.workspaceId, workspaceId),
        isNull(senders.removedAt),
        page.afterId === undefined ? undefined : gt(accounts.id, page.afterId),
        filter.status ? inArray(accounts.status, filter.status) : undefined,
        filter.tag ? sql`${filter.tag} = any(${accounts.tags})` : undefined,
        pattern ? sql`${searched} like ${pattern}` : undefined,
      ),
    )
    .orderBy(accounts.id)
    .limit(page.limit);
  return rows.map((row) => row.account);
}
