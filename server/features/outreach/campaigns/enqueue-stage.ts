import { sql } from 'drizzle-orm';
import { at, jsonRows } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRows } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import type { ChatAddress } from '../../../edges/telegram-account/port.ts';
import { enqueueMessages, type NewMessage } from '../../messages/enqueue-messages.ts';
import type { ScriptedPerson } from '../read-people.ts';
import {
  type AccountLike,
  conditionHolds,
  renderText,
  variablesOf,
} from '../scripts/render-text.ts';
import { delayOf, pickVariant, type Stage } from '../scripts/script.ts';
import { CAMPAIGN_ORIGIN } from './origin.ts';

/** What Telegram takes: characters of a text and of a caption. */
const LONGEST = { text: 4_096, caption: 1_024 };

/** One stage, ready to be said to one person. */
export type Chosen = {
  /** Counted from 1; 0: before the script. */
  stage: number;
  variant: number;
  type: NewMessage['type'];
  content: string;
  mediaId: number | null;
  /** Of what invites: where to. */
  chat?: ChatAddress;
  /** Milliseconds before it may leave. */
  delay: number;
};

/**
 * The next stage of a script for a person: the first one after `after` whose condition holds, with
 * a variant by its weight.
 * @returns 'over' when there is none, 'empty' when its text came out empty or too long
 */
export function chooseStage(
  app: Pick<App, 'random' | 'clock' | 'log'>,
  stages: readonly Stage[],
  after: number,
  person: ScriptedPerson,
  account: AccountLike,
  timeZone: string,
): Chosen | 'over' | 'empty' {
  const variables = variablesOf(person, account, app.clock.now(), person.timeZone ?? timeZone);
  try {
    const place = stages.findIndex((s, i) => i >= after && conditionHolds(s.condition, variables));
    const stage = stages[place];
    if (!stage) return 'over';
    const at = pickVariant(stage.variants, app.random());
    const variant = stage.variants[at];
    if (!variant) return 'over';
    const content = renderText(variant.content, variables);
    const { type, mediaId } = variant;
    const longest = type === 'text' ? LONGEST.text : LONGEST.caption;
    if ((type === 'text' && content === '') || content.length > longest) return 'empty';
    const delay = delayOf(stage, app.random());
    return { stage: place + 1, variant: at + 1, type, content, mediaId, delay };
  } catch (error) {
    // A bound of the template was passed by somebody's values.
    app.log.warn({ err: error, contact: person.id }, 'a stage could not be rendered');
    return 'empty';
  }
}

export type Step = {
  workspaceId: number;
  campaignId: number;
  targetId: number;
  kind: 'stage' | 'follow_up' | 'invite';
  /** Nothing was sent to this person by the campaign before. */
  isFirst: boolean;
  senderId: number;
  contactId: number;
  answersId?: number | undefined;
  chosen: Chosen;
};

/**
 * Puts steps of campaigns into the outbox. That a stage goes to a person once is the database's
 * word, not ours: a second try breaks on it, unless the first was cancelled and never left. The
 * contacts must be locked.
 * @returns the ids of the messages, in the order of the steps
 */
export async function enqueueSteps(
  app: App,
  tx: Db,
  workspaceId: number,
  steps: readonly Step[],
): Promise<number[]> {
  if (steps.length === 0) return [];
  const now = app.clock.now();
  const ids = await enqueueMessages(
    app,
    tx,
    workspaceId,
    steps.map(({ chosen, ...step }) => ({
      senderId: step.senderId,
      contactId: step.contactId,
      type: chosen.type,
      content: chosen.content,
      mediaId: chosen.mediaId,
      chat: chosen.chat,
      origin: CAMPAIGN_ORIGIN,
      originId: step.campaignId,
      answersId: step.answersId,
      dueAt: new Date(now.getTime() + chosen.delay),
      keepsQuietHours: true,
    })),
  );
  const rows = steps.map((step, i) => ({
    campaign_id: step.campaignId,
    target_id: step.targetId,
    kind: step.kind,
    stage: step.chosen.stage,
    variant: step.chosen.variant,
    is_first: step.isFirst,
    message_id: ids[i],
  }));
  const kept = await selectRows(
    tx,
    { id: int },
    sql`
      insert into campaign_steps as s (workspace_id, campaign_id, target_id, kind, stage, variant,
        is_first, message_id, at)
      select ${workspaceId}, campaign_id, target_id, kind, stage, variant, is_first, message_id,
        ${at(now)}
      from jsonb_to_recordset(${jsonRows(rows)}) as r(campaign_id bigint, target_id bigint,
        kind text, stage smallint, variant smallint, is_first boolean,
        message_id bigint)
      on conflict (target_id, kind, stage) do update set variant = excluded.variant,
        is_first = excluded.is_first, message_id = excluded.message_id, at = excluded.at,
        outcome = null, was_answered = false
      where exists (select from messages m where m.id = s.message_id and m.status = 'cancelled')
      returning s.id`,
  );
  if (kept.length < steps.length) throw new Error('a stage would go to a person twice');
  return ids;
}
