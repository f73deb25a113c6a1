import type { tl } from '@mtcute/core';
import type { Message, TelegramClient } from '@mtcute/node';
import type { MtcuteFixture } from '../mtcute-fixture.ts';
import { waitFor } from '../wait-for.ts';

/** Somebody with a listening client of mtcute's. */
export type Person = {
  readonly id: number;
  readonly username: string;
  readonly client: TelegramClient;
  readonly heard: Message[];
  readonly pushed: tl.TypeUpdate[];
};

/** Makes a person who is signed in and hears everything. */
export async function person(
  world: MtcuteFixture,
  name: string,
  settings: Record<string, unknown> = {},
): Promise<Person> {
  const id = await world.control.makeUser({ firstName: name, ...settings });
  const username = `${name.toLowerCase()}_${id}`;
  await world.control.patch(`/users/${id}`, { username });
  const pushed: tl.TypeUpdate[] = [];
  const { client, heard } = await world.listening(id);
  client.onRawUpdate.add(({ update }) => void pushed.push(update as tl.TypeUpdate));
  return { id, username, client, heard, pushed };
}

/** Waits until somebody hears a text. */
export const hears = (who: Person, text: string): Promise<Message> =>
  waitFor(`“${text}”`, () => who.heard.find((message) => message.text === text));

/** Waits until somebody is pushed an update of a kind. */
export const isTold = <T extends tl.TypeUpdate['_']>(who: Person, kind: T) =>
  waitFor(kind, () => who.pushed.find((update) => update._ === kind)) as Promise<
    Extract<tl.TypeUpdate, { _: T }>
  >;

export type ChatJson = {
  id: number;
  memberCount: number;
  links: { link: string; usage: number; revoked: boolean }[];
  requests: number[];
  topics: { id: number; title: string; closed: boolean }[];
};

/** Makes a chat by the control API. */
export const makeChat = (world: MtcuteFixture, settings: Record<string, unknown>) =>
  world.control.post<ChatJson>('/chats', { kind: 'supergroup', title: 'Chat', ...settings });

/** Lets people find a chat among their dialogs, as an app that starts does. */
export async function knows(chatId: number, ...people: Person[]): Promise<void> {
  for (const { client } of people) await client.findDialogs(chatId);
}
