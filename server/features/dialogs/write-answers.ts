import { sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import { int, nullable, selectRow, selectRows, text } from '../../base/db/rows.ts';
import { systemActor } from '../../base/events/record-events.ts';
import { type Runner, startLoop } from '../../base/loop.ts';
import { wokenBy } from '../../base/woken-loop.ts';
import type { App } from '../../context.ts';
import { markSent } from '../assistant/change-answer.ts';
import { type AnswerOutcome, writeAnswer } from '../assistant/write-answer.ts';
import { handOver } from './end-dialog.ts';
import { lockDialog } from './find-dialog.ts';
import { REPLIES_CHANNEL } from './heed-replies.ts';
import { readLines } from './read-lines.ts';
import { readStates } from './read-states.ts';
import { say } from './reply-in-dialog.ts';

const LOOK_EVERY_MS = 15_000;
/** Models answered at the same time by one process. */
const AT_ONCE = 4;
/** Longer than any model may take: a process that dies leaves its answers to others then. */
const CLAIM_MS = 3 * 60_000;

/** Keeps having a model answer where the decision about a reply was that it should. */
export async function startWritingAnswers(app: App): Promise<Runner> {
  const loop = startLoop({
    name: 'ai answers',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      const claimed = await claim(app);
      await Promise.all(claimed.map((id) => answerOne(app, id)));
      return claimed.length > 0;
    },
  });
  return wokenBy(app.database, REPLIES_CHANNEL, loop);
}

async function claim(app: App): Promise<number[]> {
  const now = app.clock.now();
  const rows = await selectRows(
    app.db,
    { id: int },
    sql`
      update dialogs set answer_claimed_until = ${at(new Date(now.getTime() + CLAIM_MS))}
      where id in (select id from dialogs
        where answer_at <= ${at(now)} and coalesce(answer_claimed_until <= ${at(now)}, true)
        order by answer_at limit ${AT_ONCE} for update skip locked)
      returning id`,
  );
  return rows.map((row) => row.id);
}

async function answerOne(app: App, dialogId: number): Promise<void> {
  try {
    const asked = await ask(app, dialogId);
    await deliver(app, dialogId, asked);
  } catch (error) {
    // Claimed for some minutes: it is tried again then.
    app.log.error({ err: error, dialog: dialogId }, 'an answer could not be written');
  }
}

type Asked = { messageId: number; outcome: AnswerOutcome };

async function ask(app: App, dialogId: number): Promise<Asked | undefined> {
  const dialog = (await readStates(app.db, [dialogId])).get(dialogId);
  if (!dialog || dialog.roleId === null) return undefined;
  const { workspaceId, contactId, roleId } = dialog;
  const heard = await selectRow(
    app.db,
    { id: int, firstName: text, language: nullable(text) },
    sql`
      select m.id, c.first_name as "firstName", c.language
      from messages m join contacts c on c.id = m.contact_id
      where m.workspace_id = ${workspaceId} and m.dialog_id = ${dialogId} and m.direction = 'in'
      order by m.id desc limit 1`,
  );
  if (!heard) return undefined;
  const { firstName, language } = heard;
  const outcome = await writeAnswer(app, {
    workspaceId,
    roleId,
    dialogId,
    contactId,
    messageId: heard.id,
    history: await readLines(app.db, dialog, heard.id + 1),
    contact: { firstName, language },
  });
  return { messageId: heard.id, outcome };
}

/** What came of it, unless the dialog has moved on meanwhile. */
async function deliver(app: App, dialogId: number, asked: Asked | undefined): Promise<void> {
  await app.database.transaction(async (tx) => {
    const dialog = await lockDialog(tx, dialogId);
    await tx.execute(sql`
      update dialogs set answer_at = null, answer_claimed_until = null where id = ${dialogId}`);
    if (!asked || dialog.answerAt === null || dialog.status !== 'active') return;
    const { messageId, outcome } = asked;
    const newer = await selectRow(
      tx,
      { id: int },
      sql`select id from messages where workspace_id = ${dialog.workspaceId}
          and dialog_id = ${dialogId} and direction = 'in' and id > ${messageId} limit 1`,
    );
    // The person went on writing: that is judged, and answered, as a whole.
    if (newer) return;
    if (outcome.outcome === 'hand_over') {
      await handOver(app, tx, dialogId, 'ai_failed', systemActor, { why: outcome.reason });
      return;
    }
    if (outcome.status === 'draft') {
      await handOver(app, tx, dialogId, 'draft', systemActor, { answer_id: outcome.answerId });
      return;
    }
    if (outcome.status !== 'approved') return;
    const { workspaceId } = dialog;
    const sentId = await say(app, tx, dialog, {
      type: 'text',
      content: outcome.text,
      mediaId: null,
      origin: 'ai',
      originId: outcome.answerId,
    });
    await markSent(app, tx, { workspaceId, actor: systemActor }, outcome.answerId, sentId);
  });
}
