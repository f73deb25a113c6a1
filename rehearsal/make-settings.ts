import { systemActor } from '../server/base/events/record-events.ts';
import type { App } from '../server/context.ts';
import type { RehearsalOrder } from '../server/features/outreach/rehearsal/protocol.ts';
import { changeSettings } from '../server/features/workspace/settings.ts';

/** The workspace's own limits and hours; never its proxies, webhooks or models. */
export function makeSettings(
  app: App,
  workspaceId: number,
  { settings, language }: RehearsalOrder,
): Promise<void> {
  return changeSettings(
    app,
    { workspaceId, actor: systemActor, language },
    {
      language,
      time_zone: settings.timeZone,
      max_daily_active: settings.maxDailyActive,
      max_daily_warming: settings.maxDailyWarming,
      max_daily_messages: settings.maxDailyMessages,
      max_daily_answers: settings.maxDailyAnswers,
      min_message_delay: settings.minMessageDelay,
      mailing_delay_min: settings.mailingDelayMin,
      mailing_delay_max: settings.mailingDelayMax,
      mailing_max_per_account: settings.mailingMaxPerAccount,
      invite_delay: settings.inviteDelay,
      cooldown_hours: settings.cooldownHours,
      quiet_hours: settings.quietHours,
      limited_accounts_may_answer: settings.limitedAccountsMayAnswer,
    },
  );
}
