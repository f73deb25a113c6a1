import { and, eq } from 'drizzle-orm';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { type ProxySettings, TelegramError } from '../../edges/telegram-account/port.ts';
import type { Caller } from '../../feature.ts';
import { readSettings } from '../workspace/settings.ts';
import { wakeHolders } from './change-status.ts';
import { chooseProxy, ownProxy, proxyPasswordContext } from './choose-proxy.ts';
import { findAccount } from './find-account.ts';
import { sealProxy } from './proxy-columns.ts';
import { accounts } from './tables.ts';
import { texts } from './texts.ts';

/**
 * Says how an account leaves this machine. Stored, not tested; the account connects anew.
 * @param proxy its own proxy; null: the workspace's default one
 */
export async function setAccountProxy(
  app: App,
  caller: Caller,
  key: string,
  useProxy: boolean,
  proxy: ProxySettings | null,
): Promise<void> {
  const account = await findAccount(app, caller.workspaceId, key);
  await app.database.transaction(async (tx) => {
    await tx
      .update(accounts)
      .set({
        useProxy,
        ...sealProxy(app, proxy, proxyPasswordContext(account.id)),
      })
      .where(and(eq(accounts.workspaceId, caller.workspaceId), eq(accounts.id, account.id)));
    await recordEvents(tx, [
      {
        workspaceId: caller.workspaceId,
        type: 'account.proxy_changed',
        at: app.clock.now(),
        actor: caller.actor,
        senderId: account.id,
        data: { use_proxy: useProxy, has_own: proxy !== null },
      },
    ]);
    await wakeHolders(tx, account.id);
  });
}

/**
 * Connects to Telegram through the proxy that an account would use.
 * @returns milliseconds it took
 * @throws AppError invalid_proxy when there is none, proxy_unavailable
 */
export async function testAccountProxy(
  app: App,
  workspaceId: number,
  key: string,
): Promise<number> {
  const account = await findAccount(app, workspaceId, key);
  const settings = await readSettings(app, workspaceId);
  const own = { useProxy: true, proxy: ownProxy(app, account) };
  return testProxy(app, chooseProxy(own, { ...settings, proxyEnabled: true }));
}

/** As `testAccountProxy`, for the workspace's default proxy. */
export async function testDefaultProxy(app: App, workspaceId: number): Promise<number> {
  const { defaultProxy } = await readSettings(app, workspaceId);
  return testProxy(app, defaultProxy);
}

async function testProxy(app: App, proxy: ProxySettings | undefined): Promise<number> {
  if (!proxy) throw new AppError('invalid_proxy', texts.noProxyToTest);
  return app.ports.telegramAccounts.testProxy(proxy).catch((cause) => {
    if (cause instanceof TelegramError)
      throw new AppError('proxy_unavailable', texts.proxyUnavailable, { cause });
    throw cause;
  });
}
