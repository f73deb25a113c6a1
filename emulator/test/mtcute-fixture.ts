import type { Message, TelegramClient } from '@mtcute/node';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Emulator } from '../start-emulator.ts';
import { type ControlClient, controlOf } from './control-client.ts';
import { mtcuteClient, trustBox } from './mtcute-client.ts';
import { startTestBox, stopTestBox } from './test-box.ts';

/** A box for the tests of a file, and mtcute clients that are closed after each test. */
export type MtcuteFixture = {
  readonly box: Emulator;
  readonly control: ControlClient;
  /** A client with no session. */
  newClient(more?: Parameters<typeof mtcuteClient>[1]): TelegramClient;
  /** A client that is signed in by an issued session and connected. */
  signedIn(userId: number): Promise<TelegramClient>;
  /** The same, hearing what comes. */
  listening(userId: number): Promise<{ client: TelegramClient; heard: Message[] }>;
};

/** Sets the hooks of the calling test file. */
export function mtcuteFixture(seed: string): MtcuteFixture {
  let box: Emulator | undefined;
  const clients: TelegramClient[] = [];
  const started = () => {
    if (!box) throw new Error('The box starts before the first test');
    return box;
  };

  beforeAll(async () => {
    box = await startTestBox(seed);
    await trustBox(box);
  });
  afterAll(() => stopTestBox(started()));
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.destroy();
  });

  const fixture: MtcuteFixture = {
    get box() {
      return started();
    },
    get control() {
      return controlOf(started());
    },
    newClient(more) {
      const client = mtcuteClient(started(), more);
      clients.push(client);
      return client;
    },
    async signedIn(userId) {
      const { session } = await fixture.control.post<{ session: string }>(
        `/users/${userId}/session`,
        { format: 'mtcute' },
      );
      const client = fixture.newClient();
      await client.importSession(session);
      await client.connect();
      return client;
    },
    async listening(userId) {
      const client = await fixture.signedIn(userId);
      const heard: Message[] = [];
      client.onNewMessage.add((message) => void heard.push(message));
      await client.startUpdatesLoop();
      return { client, heard };
    },
  };
  return fixture;
}
