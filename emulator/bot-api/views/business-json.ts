import type { BusinessBotRights, BusinessConnection as ConnectionJson } from 'grammy/types';
import type { BusinessConnection, BusinessRights } from '../../world/business/connection.ts';
import type { World } from '../../world/world.ts';
import { userJsonById } from './user-json.ts';

/** The connection to an account as its bot sees it. */
export function connectionJson(world: World, connection: BusinessConnection): ConnectionJson {
  const { date, enabled, id, rights, userId } = connection;
  return {
    id,
    user: userJsonById(world, userId),
    user_chat_id: userId,
    date,
    rights: rightsJson(rights),
    is_enabled: enabled,
  };
}

const yes = (value: boolean | undefined) => (value ? (true as const) : undefined);

function rightsJson(rights: BusinessRights): BusinessBotRights {
  return {
    can_reply: yes(rights.reply),
    can_read_messages: yes(rights.readMessages),
    can_delete_outgoing_messages: yes(rights.deleteSentMessages),
    can_delete_all_messages: yes(rights.deleteReceivedMessages),
    can_edit_name: yes(rights.editName),
    can_edit_bio: yes(rights.editBio),
    can_edit_username: yes(rights.editUsername),
  };
}
