import type { ControlClient } from '../../emulator/test/control-client.ts';
import type { TestAccount } from './accounts.ts';

export type BoxChat = { id: number; links: { link: string }[] };

/** A chat in the box. */
export const makeChat = (
  control: ControlClient,
  settings: { creator: number; members?: number[]; [setting: string]: unknown },
) => control.post<BoxChat>('/chats', { kind: 'supergroup', title: 'Readers', ...settings });

/** Makes an account an administrator of a chat that it is in. */
export const promote = (
  control: ControlClient,
  chat: BoxChat,
  account: TestAccount,
  rights = ['inviteUsers'],
) => control.patch(`/chats/${chat.id}/members/${account.telegramId}`, { status: 'admin', rights });

/** People in the box, a name and a number each. */
export async function makePeople(control: ControlClient, count: number): Promise<number[]> {
  const made = await control.post<{ ids: number[] }>('/users/bulk', { count, firstName: 'Reader' });
  return made.ids;
}
