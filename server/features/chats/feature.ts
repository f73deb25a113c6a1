import type { Feature } from '../../feature.ts';
import { FIND_VERB, findChatVerb, LIST_VERB, listChatsVerb } from './admin-chats.ts';
import { botTalk } from './bot/bot.ts';
import { CHAT_JOB, WRITERS_JOB } from './collect/collect-args.ts';
import { collectFromChat } from './collect/collect-from-chat.ts';
import { collectWriters } from './collect/collect-writers.ts';
import { MEMBERS_VERB, membersVerb } from './collect/read-members.ts';
import { routes } from './routes.ts';
import { startReadingChannels } from './warm-up/read-channels.ts';
import { warmupRoutes } from './warm-up/routes.ts';

export const chats: Feature = {
  name: 'chats',
  botTalk,
  routes: [...routes, ...warmupRoutes],
  verbs: {
    [LIST_VERB]: listChatsVerb,
    [FIND_VERB]: findChatVerb,
    [MEMBERS_VERB]: membersVerb,
  },
  jobs: { [CHAT_JOB]: collectFromChat, [WRITERS_JOB]: collectWriters },
  telegram: async (app, held) => [await startReadingChannels(app, held)],
};
