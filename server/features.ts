import type { Feature } from './feature.ts';
import { accounts } from './features/accounts/feature.ts';
import { analytics } from './features/analytics/feature.ts';
import { assistant } from './features/assistant/feature.ts';
import { bots } from './features/bots/feature.ts';
import { business } from './features/business/feature.ts';
import { chats } from './features/chats/feature.ts';
import { contacts } from './features/contacts/feature.ts';
import { dialogs } from './features/dialogs/feature.ts';
import { events } from './features/events/feature.ts';
import { evidence } from './features/evidence/feature.ts';
import { webhooks } from './features/integrations/webhooks/feature.ts';
import { jobs } from './features/jobs/feature.ts';
import { live } from './features/live/feature.ts';
import { messages } from './features/messages/feature.ts';
import { notifications } from './features/notifications/feature.ts';
import { optIn } from './features/opt-in/feature.ts';
import { outreach } from './features/outreach/feature.ts';
import { overview } from './features/overview/feature.ts';
import { senders } from './features/senders/feature.ts';
import { signIn } from './features/sign-in/feature.ts';
import { subscriptions } from './features/subscriptions/feature.ts';
import { teamInbox } from './features/team-inbox/feature.ts';
import { workspace } from './features/workspace/feature.ts';

/** Every feature, each after those it builds on: they are prepared and started in this order. */
export const features: readonly Feature[] = [
  workspace,
  signIn,
  jobs,
  contacts,
  senders,
  accounts,
  business,
  chats,
  messages,
  bots,
  assistant,
  dialogs,
  outreach,
  subscriptions,
  analytics,
  overview,
  notifications,
  teamInbox,
  optIn,
  evidence,
  events,
  live,
  webhooks,
];
