import { eq } from 'drizzle-orm';
import type { App } from '../../context.ts';
import type { ProxySettings, UpdateState } from '../../edges/telegram-account/port.ts';
import { readSettings } from '../workspace/settings.ts';
import { connectedStatuses } from './account.ts';
import { chooseProxy, ownProxy } from './choose-proxy.ts';
import { openSession } from './store-session.ts';
import { type Account, accounts, accountUpdates } from './tables.ts';

export type ConnectionPlan = {
  account: Account;
  session: string;
  proxy: ProxySettings | undefined;
  updates: UpdateState | undefined;
  /** Changes when the account is to be reached another way. */
  recipe: string;
};

/** Everything a connection is made of; undefined when the account isn't to be connected any more. */
export async function planConnection(app: App, id: number): Promise<ConnectionPlan | undefined> {
  const [account] = await app.db.select().from(accounts).where(eq(accounts.id, id));
  if (!account?.session || account.needsSignIn) return undefined;
  if (!connectedStatuses.includes(account.status)) return undefined;
  const settings = await readSettings(app, account.workspaceId);
  const own = { useProxy: account.useProxy, proxy: ownProxy(app, account) };
  const proxy = chooseProxy(own, settings);
  const session = openSession(app, account.id, account.session);
  const [updates] = await app.db
    .select()
    .from(accountUpdates)
    .where(eq(accountUpdates.accountId, id));
  const recipe = app.crypto.hash(JSON.stringify({ session, proxy }), 'connection').toString('hex');
  return { account, session, proxy, updates, recipe };
}
