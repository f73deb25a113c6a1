import type { CallbackQuery } from './callback-query.ts';

/** What happens to a bot alone; what anybody would see stands in its box. */
export type BotNews = { readonly kind: 'callback'; readonly query: CallbackQuery };
