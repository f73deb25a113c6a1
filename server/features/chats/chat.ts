import type { AccountChat, AdminChat } from '../../edges/telegram-account/port.ts';

/** Whether an account administers a chat: only then it may collect people there, or invite them. */
export function isAdministered(chat: AccountChat): chat is AdminChat {
  return chat.place === 'creator' || chat.place === 'admin';
}
