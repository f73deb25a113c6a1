import type { Feature } from './feature.ts';
import { accounts } from './features/accounts/feature.ts';
import { dialogs } from './features/dialogs/feature.ts';
import { events } from './features/events/feature.ts';
import { webhooks } from './features/integrations/webhooks/feature.ts';
import { messages } from './features/messages/feature.ts';
import { senders } from './features/senders/feature.ts';
import { workspace } from './features/workspace/feature.ts';

/** Every feature, each after those it builds on: they are prepared and started in this order. */
export const features: readonly Feature[] = [
  workspace,
  senders,
  accounts,
  messages,
  dialogs,
  events,
  webhooks,
];
