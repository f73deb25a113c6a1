import type { BusinessConnection } from '../business/connection.ts';
import type { Checkout } from '../payments/invoice.ts';
import type { CallbackQuery } from './callback-query.ts';

/** What happens to a bot alone; what anybody would see stands in its box. */
export type BotNews =
  | { readonly kind: 'callback'; readonly query: CallbackQuery }
  | { readonly kind: 'checkout'; readonly checkout: Checkout }
  | { readonly kind: 'business'; readonly connection: BusinessConnection };
