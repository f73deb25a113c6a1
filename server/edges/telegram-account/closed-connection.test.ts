import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/start-emulator.ts';
import { controlOf } from '../../../emulator/test/control-client.ts';
import { openBareAccount } from '../../../test/support/bare-account.ts';

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
  const personId = await controlOf(box).makeUser({ username: 'closed_person' });
  const { connection, sending } = await openBareAccount(box, '+79990000002');
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
