import {
  IconAddressBook,
  IconChartBar,
  IconHistory,
  IconHome,
  IconInbox,
  IconListCheck,
  IconScript,
  IconSend,
  IconSettings,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react';
import type { Permission } from '../../../contract/permissions.ts';

/** The rooms of the console in the order of the menu, and what one must be allowed to see them. */
export const rooms = [
  { key: 'overview', to: '/', icon: IconHome, permission: 'messages.read' },
  { key: 'inbox', to: '/inbox', icon: IconInbox, permission: 'messages.read' },
  { key: 'accounts', to: '/accounts', icon: IconUsers, permission: 'accounts.read' },
  { key: 'contacts', to: '/contacts', icon: IconAddressBook, permission: 'contacts.read' },
  { key: 'scripts', to: '/scripts', icon: IconScript, permission: 'outreach.read' },
  { key: 'campaigns', to: '/campaigns', icon: IconSend, permission: 'outreach.read' },
  { key: 'analytics', to: '/analytics', icon: IconChartBar, permission: 'outreach.read' },
  { key: 'jobs', to: '/jobs', icon: IconListCheck, permission: 'jobs.read' },
  { key: 'webhooks', to: '/webhooks', icon: IconWebhook, permission: 'webhooks.read' },
  { key: 'audit', to: '/audit', icon: IconHistory, permission: 'audit.read' },
  { key: 'settings', to: '/settings', icon: IconSettings, permission: undefined },
] as const satisfies readonly {
  key: string;
  to: string;
  icon: unknown;
  permission: Permission | undefined;
}[];
