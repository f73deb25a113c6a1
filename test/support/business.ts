import type { ControlClient } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import type { TestBot } from './bot-chat.ts';
import { sentTo } from './sent-messages.ts';
import type { TestServer } from './server.ts';

export type Right = 'reply' | 'readMessages';

/** Somebody with a Business account, and what the team's server makes of it. */
export type Owner = {
  id: number;
  /** Connects the bot to the account, or changes what it may do. */
  connect(rights?: readonly Right[]): Promise<void>;
  disconnect(): Promise<void>;
  /** Writes by hand, in an app of the owner's own. */
  write(to: number, text: string): Promise<void>;
  /** biz_1, once the server has heard of the connection. */
  key(): Promise<string>;
};

export async function makeOwner(
  { control, server, bot }: { control: ControlClient; server: TestServer; bot: TestBot },
  settings: Record<string, unknown> = {},
): Promise<Owner> {
  const id = await control.makeUser({
    firstName: 'Olga',
    lastName: 'Owner',
    premium: true,
    ...settings,
  });
  return {
    id,
    async connect(rights = ['reply', 'readMessages']) {
      await control.post(`/users/${id}/business`, { bot: bot.id, rights });
    },
    disconnect: async () => void (await control.delete(`/users/${id}/business`)),
    write: async (to, text) => void (await control.post(`/users/${id}/messages`, { to, text })),
    key: () =>
      waitFor('the connection to be known', async () => {
        const { body } = await server.api.get('/business');
        const found = body.connections.find((c: { telegram_id: number }) => c.telegram_id === id);
        return found?.id as string | undefined;
      }),
  };
}

/** The dialog with a person, once a message with this text is in it. */
export async function heardDialog(server: TestServer, text: string): Promise<number> {
  const dialog = await waitFor(`"${text}" to be stored`, async () => {
    const { body } = await server.api.get('/dialogs?limit=100');
    return body.dialogs.find(
      (d: { last_words: { text: string } | null }) => d.last_words?.text === text,
    )?.id as number | undefined;
  });
  await server.drain();
  return dialog;
}

/** What a person was sent by this owner's account. */
export async function textsFrom(
  control: ControlClient,
  owner: Owner,
  personId: number,
): Promise<string[]> {
  return (await sentTo(control, personId))
    .filter(({ from }) => from === owner.id)
    .map((m) => m.text);
}
