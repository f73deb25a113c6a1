import type { UserFromGetMe } from 'grammy/types';
import type { BotCall } from '../bot-api.ts';
import { userJson } from '../views/user-json.ts';

/** The bot itself. */
export function getMe({ bot, self }: BotCall): UserFromGetMe {
  return {
    ...userJson(self),
    is_bot: true,
    username: self.username ?? '',
    can_join_groups: bot.joinsGroups,
    can_read_all_group_messages: bot.readsAll,
    can_manage_bots: false,
    supports_inline_queries: false,
    supports_join_request_queries: false,
    can_connect_to_business: bot.servesBusiness,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
  };
}
