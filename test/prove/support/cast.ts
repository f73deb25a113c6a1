import type { ControlClient } from '../../../emulator/test/control-client.ts';
import { callServer, type ServerProcess } from './server-process.ts';
import { forEach } from './wait.ts';

export type ProvedAccount = { key: string; telegramId: number };
export type Person = { telegramId: number; username: string };

/** Accounts in the pool, vouched for, so that they may write at once. */
export async function addAccounts(
  control: ControlClient,
  server: ServerProcess,
  count: number,
): Promise<ProvedAccount[]> {
  const { ids } = await control.post<{ ids: number[] }>('/users/bulk', {
    count,
    firstName: 'Account',
    username: 'prove_account',
    phone: '+79990000000',
  });
  const { sessions } = await control.post<{ sessions: string[] }>('/sessions/bulk', {
    userIds: ids,
    format: 'mtcute',
  });
  const accounts: ProvedAccount[] = [];
  await forEach(sessions, 4, async (session, place) => {
    const form = new FormData();
    form.set('session_string', session);
    const added = await callServer(server, 'POST', '/accounts/upload', form);
    const key: string | undefined = added.body.account?.id;
    if (!key) throw new Error(`an account was not added: ${JSON.stringify(added.body)}`);
    const vouched = await callServer(server, 'PATCH', `/accounts/${key}`, { status: 'active' });
    if (vouched.body.account?.status !== 'active')
      throw new Error(`an account was not vouched for: ${JSON.stringify(vouched.body)}`);
    accounts.push({ key, telegramId: ids[place] ?? 0 });
  });
  return accounts;
}

/** People who answer nothing by themselves. */
export async function makePeople(control: ControlClient, count: number): Promise<Person[]> {
  const { ids } = await control.post<{ ids: number[] }>('/users/bulk', {
    count,
    firstName: 'Person',
    username: 'prove_person',
    phone: '+79110000000',
  });
  return ids.map((telegramId, i) => ({ telegramId, username: `prove_person${i + 1}` }));
}
