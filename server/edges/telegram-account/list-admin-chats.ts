import { isAdministered, viewChat } from './chat-view.ts';
import type { Client } from './client.ts';
import { type DialogsPage, type DialogsPlace, dialogsPage, FIRST_DIALOGS } from './dialogs-page.ts';
import type { AccountChat, AdminChat } from './port.ts';

/** Of a hundred chats each: an account with more than 5,000 is asked for those by name. */
const MOST_PAGES = 50;

/** Looks through the account's chats for those that it administers. */
export async function listAdminChats(client: Client): Promise<AdminChat[]> {
  const found = new Map<number, AdminChat>();
  for await (const chat of eachChat(client)) if (isAdministered(chat)) found.set(chat.chatId, chat);
  return [...found.values()];
}

/** The groups and channels that the account is in, those with the latest messages first. */
export async function* eachChat(client: Client): AsyncGenerator<AccountChat> {
  let place: DialogsPlace | undefined = FIRST_DIALOGS;
  for (let page = 0; place && page < MOST_PAGES; page++) {
    const { chats, next }: DialogsPage = await dialogsPage(client, place);
    for (const chat of chats) {
      const view = viewChat(chat);
      if (view && view.place !== 'outside') yield view;
    }
    place = next;
  }
}
