import type { TargetStatus } from '../../../contract/campaigns.ts';
import type { paths } from '../../shared/api-types.ts';

export type Campaign =
  paths['/campaigns/{id}']['get']['responses'][200]['content']['application/json']['campaign'];

/** What of a campaign can be set. */
export type Fields = Pick<
  Campaign,
  | 'name'
  | 'accounts'
  | 'account_tags'
  | 'starts_at'
  | 'schedule'
  | 'max_first_per_day'
  | 'follow_up_hours'
  | 'follow_up_text'
  | 'silence_hours'
  | 'error_share'
  | 'role_id'
> & { invite: Omit<NonNullable<Campaign['invite']>, 'title'> | null };
export type Patch = Partial<Fields> & { script_id?: number; audience_id?: number };

export type FieldsProps = {
  value: Fields;
  onChange: (change: Partial<Fields>) => void;
  isReadOnly?: boolean;
};

export function fieldsOf(campaign: Campaign): Fields {
  return {
    name: campaign.name,
    accounts: campaign.accounts,
    account_tags: campaign.account_tags,
    starts_at: campaign.starts_at,
    schedule: campaign.schedule,
    max_first_per_day: campaign.max_first_per_day,
    follow_up_hours: campaign.follow_up_hours,
    follow_up_text: campaign.follow_up_text,
    silence_hours: campaign.silence_hours,
    error_share: campaign.error_share,
    role_id: campaign.role_id,
    invite: inviteOf(campaign),
  };
}

/** The title is Telegram's, and isn't set. */
function inviteOf({ invite }: Campaign): Fields['invite'] {
  if (invite === null) return null;
  const { title: _, ...set } = invite;
  return set;
}

/** The ways people go, from the line to an end, each with its colour. */
export const ways: readonly { status: TargetStatus; color: string }[] = [
  { status: 'converted', color: 'green.7' },
  { status: 'completed', color: 'teal.6' },
  { status: 'active', color: 'blue.6' },
  { status: 'queued', color: 'blue.3' },
  { status: 'planned', color: 'gray.4' },
  { status: 'stopped', color: 'orange.6' },
  { status: 'failed', color: 'red.6' },
  { status: 'left_out', color: 'gray.6' },
];

/** How many are done with, whatever came of it. */
export function settledOf({ total, planned, queued, active }: Campaign['progress']): number {
  return total - planned - queued - active;
}
