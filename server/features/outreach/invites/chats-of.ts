import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import type { ChatAddress } from '../../../edges/telegram-account/port.ts';
import type { Chosen } from '../campaigns/enqueue-stage.ts';
import type { Campaign } from '../campaigns/tables.ts';
import { campaignChats } from './tables.ts';

/** The chat of a campaign that invites, as each of its accounts addresses it. */
export async function chatsOf(
  tx: Db,
  { workspaceId, id, invite }: Campaign,
): Promise<Map<number, ChatAddress>> {
  if (invite === null) return new Map();
  const rows = await tx
    .select()
    .from(campaignChats)
    .where(
      and(
        eq(campaignChats.workspaceId, workspaceId),
        eq(campaignChats.campaignId, id),
        isNull(campaignChats.lostBecause),
      ),
    );
  return new Map(
    rows.map(({ senderId, accessHash }) => [senderId, { chatId: invite.chat, accessHash }]),
  );
}

/** Stands before the script: who is added hears nothing of it. */
export function inviteTo(chat: ChatAddress): Chosen {
  return { stage: 0, variant: 1, type: 'invite', content: '', mediaId: null, delay: 0, chat };
}
