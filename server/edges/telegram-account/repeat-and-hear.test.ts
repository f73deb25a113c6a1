import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/start-emulator.ts';
import { controlOf } from '../../../emulator/test/control-client.ts';
import { waitFor } from '../../../emulator/test/wait-for.ts';
import { sendMessage } from '../../../emulator/world/messages/send-message.ts';
import { openBareAccount } from '../../../test/support/bare-account.ts';

let box: Emulator;
beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'repeat and hear' });
});
afterAll(() => box.stop());

it('hears what people write while sends are repeated', async () => {
  const personId = await controlOf(box).makeUser({ username: 'repeat_person' });
  const heard: string[] = [];
  const { accountId, connection, sending } = await openBareAccount(
    box,
    '+79990000001',
    (h) => h.kind === 'message' && heard.push(h.message.text),
  );
  const peer = await connection.resolve({
    userId: personId,
    accessHash: null,
    username: 'repeat_person',
    phone: null,
  });
  const message = { peer, randomId: '77', text: 'Hello' };
  await sending.send(connection, message);

  const person = box.world.users.get(personId);
  const account = box.world.users.get(accountId);
  if (!person || !account) throw new Error('nobody is there');
  const written: string[] = [];
  // All at once, so that a letter and the answer to a repeat come to the client together.
  for (let round = 0; round < 30; round++) {
    const repeats = Array.from({ length: 10 }, () => sending.send(connection, message));
    for (let turn = 0; turn < 10; turn++) {
      for (let i = 0; i < 10; i++) {
        const text = `letter ${written.length}`;
        sendMessage(box.world, person, account, { text });
        written.push(text);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(repeats);
  }
  await waitFor('the last letter', () => heard.includes(written.at(-1) ?? '') || undefined);
  await connection.close();
  expect(heard).toEqual(written);
});
