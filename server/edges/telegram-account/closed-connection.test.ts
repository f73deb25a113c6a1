import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/start-emulator.ts';
import { controlOf } from '../../../emulator/test/control-client.ts';
import { createSilentLog } from '../../base/log.ts';
import { createMtcuteAccounts } from './mtcute-accounts.ts';

let box: Emulator;
const unheard: unknown[] = [];
const hear = (reason: unknown) => void unheard.push(reason);

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'closed connection' });
  process.on('unhandledRejection', hear);
});
afterEach(() => void unheard.splice(0));
afterAll(async () => {
  process.off('unhandledRejection', hear);
  await box.stop();
});

it('answers what is still asked of a closed connection, and nothing fails unheard', async () => {
  const control = controlOf(box);
  const accountId = await control.makeUser({ phone: '+79990000002' });
  const personId = await control.makeUser({ username: 'closed_person' });
  const { session } = await control.post<{ session: string }>(`/users/${accountId}/session`, {
    format: 'mtcute',
  });
  const { accounts, sending } = await createMtcuteAccounts({
    apiId: undefined,
    apiHash: undefined,
    emulator: box.control,
    connectTimeout: 5,
    log: createSilentLog(),
  });
  const connection = await accounts.open({
    session,
    proxy: undefined,
    updates: undefined,
    onHeard: () => {},
  });
  const query = { userId: personId, accessHash: null, username: 'closed_person', phone: null };
  const peer = await connection.resolve(query);
  await connection.close();

  const like = { text: 'Hello', type: 'text' as const, since: new Date(0), except: [] };
  const asked = [
    // as a repeat does, when its account was let go a moment ago
    sending.send(connection, { peer, randomId: '78', text: 'Hello' }),
    connection.findSent(peer, like),
    connection.resolve(query),
    connection.profile(),
    connection.showTyping(peer),
    connection.logOut(),
  ];
  for (const one of asked)
    await expect(one).rejects.toMatchObject({ problem: { kind: 'unavailable' } });
  // What nobody handles is told of at the end of the turn.
  await new Promise((resolve) => setImmediate(resolve));
  expect(unheard).toEqual([]);
});
