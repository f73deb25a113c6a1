import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { int, selectRow, selectRows, time } from '../../base/db/rows.ts';
import { systemActor } from '../../base/events/record-events.ts';
import { type Runner, startLoop } from '../../base/loop.ts';
import { wokenBy } from '../../base/woken-loop.ts';
import type { App } from '../../context.ts';
import { type Judgement, judgeReply } from '../assistant/judge/judge-reply.ts';
import { judgeWithModel } from '../assistant/judge-with-model.ts';
import { messages } from '../messages/tables.ts';
import { type Action, decideReply } from './decide.ts';
import { endDialogs, handOver } from './end-dialog.ts';
import { lockDialog } from './find-dialog.ts';
import { heedRefusal, REPLIES_CHANNEL } from './heed-replies.ts';
import { readLines } from './read-lines.ts';
import { readStates, type StateRow } from './read-states.ts';
import { recordJudgement } from './record-judgement.ts';

const LOOK_EVERY_MS = 15_000;
const AT_ONCE = 8;
/** A process that judges a reply and dies leaves it to others after so long. */
const CLAIM_MS = 60_000;
const MOST_MESSAGES = 50;
/** The outcome of what they may be answering is known by then, or it is looked at once more. */
const LATER_MS = 5_000;

/** Keeps judging what people wrote, once they seem to have finished, and does what follows. */
export async function startAnsweringReplies(app: App): Promise<Runner> {
  const loop = startLoop({
    name: 'replies',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      const claimed = await claim(app);
      await Promise.all(claimed.map((id) => answerOne(app, id)));
      return claimed.length > 0;
    },
    nextAt: () => nextLook(app),
  });
  return wokenBy(app.database, REPLIES_CHANNEL, loop);
}

async function claim(app: App): Promise<number[]> {
  const now = app.clock.now();
  const rows = await selectRows(
    app.db,
    { id: int },
    sql`
      update dialogs set judge_at = ${at(new Date(now.getTime() + CLAIM_MS))}
      where id in (select id from dialogs where judge_at <= ${at(now)}
        order by judge_at limit ${AT_ONCE} for update skip locked)
      returning id`,
  );
  return rows.map((row) => row.id);
}

async function nextLook(app: App): Promise<Date | undefined> {
  const row = await selectRow(
    app.db,
    { at: time },
    sql`select judge_at as at from dialogs where judge_at is not null order by judge_at limit 1`,
  );
  return row?.at;
}

async function answerOne(app: App, dialogId: number): Promise<void> {
  try {
    const judged = await judge(app, dialogId);
    if (judged) await act(app, dialogId, judged);
  } catch (error) {
    // Claimed for a minute: it is tried again then.
    app.log.error({ err: error, dialog: dialogId }, 'a reply could not be judged');
  }
}

type Judged = {
  /** The last message that was judged. */
  messageId: number;
  hasText: boolean;
  judgement: Judgement;
};

/** What the replies not judged yet come to together. A refusal in any of them is one of all. */
async function judge(app: App, dialogId: number): Promise<Judged | undefined> {
  const dialog = (await readStates(app.db, [dialogId])).get(dialogId);
  if (!dialog) return undefined;
  const replies = await readReplies(app.db, dialog);
  const last = replies.at(-1);
  if (!last) {
    await app.db.execute(sql`update dialogs set judge_at = null where id = ${dialogId}
      and not exists (select from messages m where m.workspace_id = dialogs.workspace_id
        and m.dialog_id = dialogs.id and m.direction = 'in' and m.id > dialogs.judged_to)`);
    return undefined;
  }
  const said = replies.map((r) => r.content.trim()).filter(Boolean);
  const text = said.join('\n');
  const together = judgeReply(text);
  const refusal = said.map(judgeReply).find((j) => j.verdict === 'refusal');
  const judgement = refusal ?? together;
  const hasText = said.length > 0;
  if (judgement.verdict !== 'unclear' || !hasText)
    return { messageId: last.id, hasText, judgement };
  const asked = await judgeWithModel(app, {
    workspaceId: dialog.workspaceId,
    text,
    history: await readLines(app.db, dialog, last.id),
    contactId: dialog.contactId,
    dialogId,
    messageId: last.id,
  });
  const better = asked && {
    verdict: asked.verdict,
    cause: `llm:${asked.answerId}`,
    isStopRequest: false,
  };
  return { messageId: last.id, hasText, judgement: better ?? judgement };
}

function readReplies(db: Db, { workspaceId, id, judgedTo }: StateRow) {
  return db
    .select({ id: messages.id, content: messages.content })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(messages.dialogId, id),
        eq(messages.direction, 'in'),
        gt(messages.id, judgedTo),
      ),
    )
    .orderBy(asc(messages.id))
    .limit(MOST_MESSAGES);
}

/** Does what follows, unless the person has written again meanwhile: then all is judged anew. */
async function act(app: App, dialogId: number, judged: Judged): Promise<void> {
  const { messageId, hasText, judgement } = judged;
  await app.database.transaction(async (tx) => {
    await lockDialog(tx, dialogId);
    const dialog = (await readStates(tx, [dialogId])).get(dialogId);
    if (!dialog || dialog.judgedTo >= messageId) return;
    const newer = await selectRow(
      tx,
      { id: int },
      sql`select id from messages where workspace_id = ${dialog.workspaceId}
          and dialog_id = ${dialogId} and direction = 'in' and id > ${messageId} limit 1`,
    );
    if (newer) return void (await soonAgain(app, tx, dialogId));
    const action = decideReply(dialog, judgement, hasText);
    if (action.kind === 'stop') return heedRefusal(app, tx, dialog, messageId, judgement);
    const decision = await carryOut(app, tx, dialog, messageId, action);
    if (decision === 'later') return void (await soonAgain(app, tx, dialogId, LATER_MS));
    const { verdict, cause } = judgement;
    await recordJudgement(app, tx, dialog, { messageId, verdict, cause, decision });
  });
}

async function soonAgain(app: App, tx: Db, dialogId: number, ms = 0): Promise<void> {
  const when = new Date(app.clock.now().getTime() + ms);
  await tx.execute(sql`update dialogs set judge_at = ${at(when)} where id = ${dialogId}`);
}

/** @returns what was done, in a word that is kept and shown */
async function carryOut(
  app: App,
  tx: Db,
  dialog: StateRow,
  messageId: number,
  action: Exclude<Action, { kind: 'stop' }>,
): Promise<string> {
  switch (action.kind) {
    case 'leave':
      return 'leave';
    case 'hand_over':
      await handOver(app, tx, dialog.id, action.because, systemActor);
      return `hand_over:${action.because}`;
    case 'answer':
      await tx.execute(sql`
        update dialogs set answer_at = ${at(app.clock.now())} where id = ${dialog.id}`);
      await tx.execute(sql`select pg_notify(${REPLIES_CHANNEL}, '')`);
      return 'answer';
    case 'next_stage':
      return goOn(app, tx, dialog, messageId);
  }
}

async function goOn(app: App, tx: Db, dialog: StateRow, messageId: number): Promise<string> {
  for (const lead of app.extensions.dialogAgreed) {
    const led = await lead(app, tx, dialog, messageId);
    if (led === undefined) continue;
    if (led === 'over') {
      const end = { dialogId: dialog.id, status: 'completed' as const, reason: 'script_completed' };
      await endDialogs(app, tx, [end], systemActor);
    }
    if (led === 'stuck') await handOver(app, tx, dialog.id, 'script_ended', systemActor);
    return led === 'next' ? 'next_stage' : led === 'over' ? 'complete' : led;
  }
  await handOver(app, tx, dialog.id, 'script_ended', systemActor);
  return 'hand_over:script_ended';
}
