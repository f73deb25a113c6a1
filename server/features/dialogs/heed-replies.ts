import { eq, sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { systemActor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { type Judgement, judgeReply } from '../assistant/judge/judge-reply.ts';
import { contacts } from '../contacts/tables.ts';
import { stopContact } from '../messages/stop-writing.ts';
import { decideReply } from './decide.ts';
import { endDialogs } from './end-dialog.ts';
import { readStates, type StateRow } from './read-states.ts';
import { recordJudgement } from './record-judgement.ts';

/** Replies are gathered: so long after the last one, and at most so long after the first. */
const GATHER_MS = 5_000;
const LONGEST_GATHER_MS = 20_000;

type Reply = { id: number; dialogId: number; text: string };

/**
 * Heeds what people wrote in the transaction that stores it: whoever refuses is on the
 * do-not-contact list from the same commit on. All else is gathered for a few seconds and judged
 * together.
 */
export async function heedReplies(app: App, tx: Db, replies: readonly Reply[]): Promise<void> {
  if (replies.length === 0) return;
  const dialogIds = [...new Set(replies.map((r) => r.dialogId))];
  const states = await readStates(tx, dialogIds);
  const refused = new Set<number>();
  for (const reply of replies) {
    const dialog = states.get(reply.dialogId);
    if (!dialog || refused.has(dialog.contactId) || reply.text.trim() === '') continue;
    const judgement = judgeReply(reply.text);
    if (judgement.verdict !== 'refusal') continue;
    if (decideReply(dialog, judgement, true).kind !== 'stop') continue;
    await heedRefusal(app, tx, dialog, reply.id, judgement);
    refused.add(dialog.contactId);
  }
  for (const step of app.extensions.dialogsHeard) await step(app, tx, dialogIds);
  const open = [...states.values()].filter(
    (d) => (d.isAutomatic || d.canAnswer) && !refused.has(d.contactId),
  );
  await judgeSoon(
    app,
    tx,
    open.map((d) => d.id),
  );
}

/** A refusal puts the person on the do-not-contact list and ends what was being said to them. */
export async function heedRefusal(
  app: App,
  tx: Db,
  dialog: StateRow,
  messageId: number,
  { verdict, cause }: Pick<Judgement, 'verdict' | 'cause'>,
): Promise<void> {
  const [contact] = await tx
    .select()
    .from(contacts)
    .where(eq(contacts.id, dialog.contactId))
    .for('no key update');
  if (!contact) throw new Error('a dialog with nobody');
  const end = { dialogId: dialog.id, status: 'stopped' as const, reason: 'refused' };
  await endDialogs(app, tx, [end], systemActor);
  await stopContact(app, tx, contact, {
    reason: 'refused',
    evidence: { message_id: messageId, verdict, cause },
    actor: systemActor,
  });
  await recordJudgement(app, tx, dialog, { messageId, verdict, cause, decision: 'stop' });
}

/** Whoever goes on writing puts it off, for a while. */
async function judgeSoon(app: App, tx: Db, dialogIds: readonly number[]): Promise<void> {
  if (dialogIds.length === 0) return;
  const now = app.clock.now().getTime();
  const soon = new Date(now + GATHER_MS);
  const latest = new Date(now + LONGEST_GATHER_MS);
  await tx.execute(sql`
    update dialogs d set judge_at = case
      when d.judge_at is null then ${at(soon)}
      else least(greatest(d.judge_at, ${at(soon)}), (
        select min(m.created_at) from messages m
        where m.workspace_id = d.workspace_id and m.dialog_id = d.id and m.direction = 'in'
          and m.id > d.judged_to) + make_interval(secs => ${LONGEST_GATHER_MS / 1_000}),
        ${at(latest)}) end
    where d.id = any(${`{${dialogIds.join(',')}}`}::bigint[])`);
  await tx.execute(sql`select pg_notify(${REPLIES_CHANNEL}, '')`);
}

/** The channel on which those who answer hear that there is something to answer. */
export const REPLIES_CHANNEL = 'vestnik_replies';
