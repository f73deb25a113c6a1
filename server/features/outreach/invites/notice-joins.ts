import { sql } from 'drizzle-orm';
import type { CampaignStatus } from '../../../../contract/campaigns.ts';
import { at } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, nullable, oneOf, selectRow, selectRows, text, time } from '../../../base/db/rows.ts';
import { AppError } from '../../../base/errors.ts';
import { systemActor } from '../../../base/events/record-events.ts';
import { type Runner, startLoop } from '../../../base/loop.ts';
import type { App } from '../../../context.ts';
import { askAccount } from '../../accounts/ask-account.ts';
import { endDialogs } from '../../dialogs/end-dialog.ts';
import { type Move, moveTargets } from '../campaigns/move-targets.ts';
import { loseChat } from './lose-chats.ts';
import { seenInChat } from './open-chat.ts';

const LOOK_EVERY_MS = 5 * 60_000;
/** The chats of a campaign that runs are looked at this often, those of one that is done less. */
const RUNNING_LOOK_MS = 10 * 60_000;
const DONE_LOOK_MS = 6 * 3_600_000;
/** A link stays open after the campaign; so long it is looked who still comes. */
const LOOK_DAYS = 14;
const ASK_TIMEOUT_MS = 30_000;

/** Keeps noticing who came to a chat by a campaign's link, and who may not invite there any more. */
export function startNoticingJoins(app: App): Runner {
  return startLoop({
    name: 'joins by link',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      const due = await findDue(app);
      if (!due) return false;
      await look(app, due);
      return true;
    },
    nextAt: () => nextLook(app),
  });
}

type Due = {
  workspaceId: number;
  campaignId: number;
  senderId: number;
  /** Of the account. */
  number: number;
  link: string | null;
  joined: number;
  chat: number;
  status: CampaignStatus;
  finishedAt: Date | null;
};

function findDue(app: App): Promise<Due | undefined> {
  return selectRow(
    app.db,
    {
      workspaceId: int,
      campaignId: int,
      senderId: int,
      number: int,
      link: nullable(text),
      joined: int,
      chat: int,
      status: oneOf<CampaignStatus>(),
      finishedAt: nullable(time),
    },
    sql`
      select k.workspace_id as "workspaceId", k.campaign_id as "campaignId",
        k.sender_id as "senderId", a.number, k.link, k.joined,
        (c.invite ->> 'chat')::bigint as chat, c.status, c.finished_at as "finishedAt"
      from campaign_chats k join campaigns c on c.id = k.campaign_id
      join accounts a on a.id = k.sender_id
      where k.look_at <= ${at(app.clock.now())}
      order by k.look_at limit 1`,
  );
}

async function nextLook(app: App): Promise<Date | undefined> {
  const row = await selectRow(
    app.db,
    { at: time },
    sql`select look_at as at from campaign_chats where look_at is not null
        order by look_at limit 1`,
  );
  return row?.at;
}

async function look(app: App, due: Due): Promise<void> {
  const { workspaceId, senderId, number, chat, link, joined: known } = due;
  // Should this process die or the account be out of reach, it is looked again all the same.
  await lookLater(app.db, due, nextMoment(app, due));
  try {
    const account = { id: senderId, number, workspaceId };
    const answer = await askAccount(app, account, {
      verb: 'invites.look_at_chat',
      args: { chat, link, known },
      timeoutMs: ASK_TIMEOUT_MS,
    });
    const { userIds, count } = seenInChat.parse(answer);
    if (count === known) return;
    await app.database.transaction((tx) => noteJoins(app, tx, due, userIds, count));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'cannot_invite')
      await app.database.transaction((tx) =>
        loseChat(app, tx, due.campaignId, senderId, 'lost_right'),
      );
    else app.log.info({ code: error.code, sender: senderId }, 'a chat could not be looked at');
  }
}

function nextMoment(app: App, { status, finishedAt }: Due): Date | null {
  const now = app.clock.now().getTime();
  if (status !== 'done') return new Date(now + RUNNING_LOOK_MS);
  const isOver = now - (finishedAt?.getTime() ?? 0) > LOOK_DAYS * 86_400_000;
  return isOver ? null : new Date(now + DONE_LOOK_MS);
}

async function lookLater(db: Db, due: Due, when: Date | null): Promise<void> {
  await db.execute(sql`
    update campaign_chats set look_at = ${when === null ? null : when.toISOString()}::timestamptz
    where campaign_id = ${due.campaignId} and sender_id = ${due.senderId}`);
}

/** Those of the campaign's people who came have done what it asked of them. */
async function noteJoins(
  app: App,
  tx: Db,
  { workspaceId, campaignId, senderId }: Due,
  userIds: readonly number[],
  count: number,
): Promise<void> {
  const people = await selectRows(
    tx,
    { id: int },
    sql`select id from contacts
        where workspace_id = ${workspaceId}
          and telegram_id = any(${`{${userIds.join(',')}}`}::bigint[])
        order by id for no key update`,
  );
  const came = await selectRows(
    tx,
    { id: int, dialogId: nullable(int), status: oneOf<'queued' | 'active' | 'completed'>() },
    sql`
      select t.id, t.dialog_id as "dialogId", t.status from campaign_targets t
      where t.campaign_id = ${campaignId}
        and t.contact_id = any(${`{${people.map((p) => p.id).join(',')}}`}::bigint[])
        and (t.status in ('queued', 'active')
          or t.status = 'completed' and t.reason in ('no_reply', 'fell_silent'))
      order by t.id`,
  );
  const ended = came.flatMap(({ dialogId, status }) =>
    dialogId === null || status === 'completed'
      ? []
      : [{ dialogId, status: 'converted' as const, reason: 'joined' }],
  );
  await endDialogs(app, tx, ended, systemActor);
  await moveTargets(app, tx, await lockLate(tx, came));
  await tx.execute(sql`
    update campaign_chats set joined = ${count}
    where campaign_id = ${campaignId} and sender_id = ${senderId}`);
}

/** Those who came after they had been done with: their dialog had ended already. */
async function lockLate(tx: Db, came: readonly { id: number; status: string }[]): Promise<Move[]> {
  const late = came.filter((t) => t.status === 'completed').map((t) => t.id);
  const rows = await selectRows(
    tx,
    { id: int },
    sql`select id from campaign_targets
        where id = any(${`{${late.join(',')}}`}::bigint[]) and status = 'completed'
        order by id for update`,
  );
  return rows.map(({ id }): Move => ({ id, to: 'converted', reason: 'joined' }));
}
