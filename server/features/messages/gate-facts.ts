import { type SQL, sql } from 'drizzle-orm';
import type { OutgoingType } from '../../../contract/messages.ts';
import { addDays, localDay, nextLocalDay, startOfLocalDay } from '../../base/days.ts';
import { at } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import {
  bool,
  bytes,
  int,
  json,
  nullable,
  oneOf,
  type Row,
  selectRows,
  text,
  time,
} from '../../base/db/rows.ts';
import type { AboutToLeave, App, Hold } from '../../context.ts';
import type { HeldSender } from '../../held-senders.ts';
import { type AccountStatus, warmupDay } from '../accounts/account.ts';
import { chooseProxy } from '../accounts/choose-proxy.ts';
import { readSettings, type Settings } from '../workspace/settings.ts';
import type { GateFacts } from './gate.ts';
import { type InvitedTo, type Lane, laneOf } from './message.ts';

const columns = {
  id: int,
  workspaceId: int,
  dialogId: int,
  senderId: int,
  contactId: int,
  lane: oneOf<Lane>(),
  type: oneOf<OutgoingType>(),
  content: text,
  randomId: text,
  mediaId: nullable(int),
  chat: nullable(json<InvitedTo>()),
  createdAt: time,
  dueAt: time,
  decideBy: nullable(time),
  origin: nullable(text),
  originId: nullable(int),
  keepsQuietHours: bool,
  attempts: int,
  answeredAt: nullable(time),
  isBoundElsewhere: bool,

  fence: int,
  workerId: nullable(text),
  freeAt: nullable(time),
  isRemoved: bool,
  status: oneOf<AccountStatus>(),
  statusUntil: nullable(time),
  needsSignIn: bool,
  connection: text,
  lastError: nullable(text),
  warmupStartedOn: nullable(text),
  useProxy: bool,
  hasOwnProxy: bool,
  /** Whether the owner of a Business account lets its bot answer; null: it is no such account. */
  businessMayReply: nullable(bool),
  maxDailyActive: nullable(int),
  maxDailyWarming: nullable(int),
  maxDailyMessages: nullable(int),
  maxDailyAnswers: nullable(int),
  minMessageDelay: nullable(int),

  telegramId: nullable(int),
  username: nullable(text),
  phone: nullable(text),
  hasConsent: bool,
  optedOutAt: nullable(time),
  contactTimeZone: nullable(text),
  lastInAt: nullable(time),
  firstOutAt: nullable(time),

  accessHash: nullable(text),
  upload: nullable(bytes),
};

/** One message with all that is needed to decide about it and to send it. */
export type Candidate = Row<typeof columns> & {
  sentToday: number;
  answersToday: number;
  hold?: Hold | undefined;
  settings: Settings;
  /** In the time zone of the workspace: today, and the first moment of tomorrow. */
  today: string;
  tomorrow: Date;
};

/**
 * Reads messages with everything the gate must know of them.
 * @param which a condition on `m`
 */
export async function readCandidates(app: App, tx: Db, which: SQL): Promise<Candidate[]> {
  const rows = await selectRows(
    tx,
    columns,
    sql`
      select m.id, m.workspace_id as "workspaceId", m.dialog_id as "dialogId",
        m.sender_id as "senderId", m.contact_id as "contactId", m.lane, m.type, m.content,
        m.random_id::text as "randomId", m.media_id as "mediaId", m.chat, m.created_at as "createdAt",
        m.due_at as "dueAt", m.decide_by as "decideBy", m.origin, m.origin_id as "originId",
        m.keeps_quiet_hours as "keepsQuietHours", m.attempts,
        -- clocks differ, and what was written long ago may be heard only now: the earlier counts
        least(answered.sent_at, answered.created_at) as "answeredAt",
        exists (
          select from dialogs o
          where o.workspace_id = m.workspace_id and o.contact_id = m.contact_id
            and o.id <> m.dialog_id
            and (o.first_out_at is not null or o.last_in_at is not null
              or o.lost_because is not null or exists (
                select from messages i
                where i.workspace_id = o.workspace_id and i.contact_id = o.contact_id
                  and i.dialog_id = o.id and i.status = 'sending'))) as "isBoundElsewhere",
        s.fence, s.worker_id::text as "workerId", s.free_at as "freeAt",
        s.removed_at is not null as "isRemoved",
        coalesce(a.status, case when b.paused_until > ${at(app.clock.now())}
          then 'cooldown' else 'active' end) as status,
        coalesce(a.status_until, b.paused_until) as "statusUntil",
        coalesce(a.needs_sign_in, false) as "needsSignIn",
        coalesce(a.connection, k.connection) as connection,
        coalesce(a.last_error, k.last_error) as "lastError",
        coalesce(a.use_proxy, k.use_proxy) as "useProxy",
        coalesce(a.proxy_host, k.proxy_host) is not null
          and coalesce(a.proxy_port, k.proxy_port) is not null as "hasOwnProxy",
        case when b.id is not null then b.can_reply end as "businessMayReply",
        a.warmup_started_on::text as "warmupStartedOn",
        a.max_daily_active as "maxDailyActive", a.max_daily_warming as "maxDailyWarming",
        a.max_daily_messages as "maxDailyMessages", a.max_daily_answers as "maxDailyAnswers",
        a.min_message_delay as "minMessageDelay",
        c.telegram_id as "telegramId", c.username, c.phone,
        c.consent_id is not null as "hasConsent", c.opted_out_at as "optedOutAt",
        c.time_zone as "contactTimeZone",
        d.last_in_at as "lastInAt", d.first_out_at as "firstOutAt",
        p.access_hash::text as "accessHash", u.reference as upload
      from messages m
      join senders s on s.id = m.sender_id
      join contacts c on c.id = m.contact_id
      join dialogs d on d.id = m.dialog_id
      left join accounts a on a.id = m.sender_id
      left join business_connections b on b.id = m.sender_id
      left join bots k on k.id = b.bot_id
      left join messages answered on answered.id = m.answers_id
      left join account_peers p on p.account_id = m.sender_id and p.user_id = c.telegram_id
      left join media_uploads u on u.media_id = m.media_id and u.sender_id = m.sender_id
      where ${which}
      order by m.due_at, m.id`,
  );
  return addDayFigures(app, tx, rows);
}

/**
 * Asks later features what must wait for reasons of theirs. Only the gate does: what is already on
 * its way isn't held back any more.
 */
export async function addHolds(
  app: App,
  tx: Db,
  candidates: readonly Candidate[],
  now: Date,
): Promise<Candidate[]> {
  const leaving = candidates.map(
    (c): AboutToLeave => ({
      id: c.id,
      workspaceId: c.workspaceId,
      dialogId: c.dialogId,
      lane: laneOf(c, now),
      origin: c.origin,
      originId: c.originId,
      timeZone: c.contactTimeZone ?? c.settings.timeZone,
    }),
  );
  const holds = new Map<number, Hold>();
  for (const look of app.extensions.messageHolds)
    for (const [id, hold] of await look(app, tx, leaving, now)) holds.set(id, hold);
  return candidates.map((c) => ({ ...c, hold: holds.get(c.id) }));
}

type Workspace = Pick<Candidate, 'settings' | 'today' | 'tomorrow'>;

async function addDayFigures(app: App, tx: Db, rows: Row<typeof columns>[]): Promise<Candidate[]> {
  const workspaces = new Map<number, Workspace>();
  const now = app.clock.now();
  for (const workspaceId of new Set(rows.map((r) => r.workspaceId))) {
    const settings = await readSettings(app, workspaceId, tx);
    const { timeZone } = settings;
    const tomorrow = nextLocalDay(now, timeZone);
    workspaces.set(workspaceId, { settings, today: localDay(now, timeZone), tomorrow });
  }
  const dated = rows.map((row) => {
    const workspace = workspaces.get(row.workspaceId);
    if (!workspace) throw new Error('a message of no workspace');
    return { ...row, ...workspace };
  });
  const wanted = new Map(dated.map((d) => [d.senderId, { sender_id: d.senderId, day: d.today }]));
  const figures = await selectRows(
    tx,
    { senderId: int, sent: int, answers: int },
    sql`
      select d.sender_id as "senderId", d.sent, d.answers from sender_days d
      join jsonb_to_recordset(${JSON.stringify([...wanted.values()])}::jsonb)
        as w(sender_id bigint, day date) using (sender_id, day)`,
  );
  const bySender = new Map(figures.map((f) => [f.senderId, f]));
  return dated.map((row) => {
    const figure = bySender.get(row.senderId);
    return { ...row, sentToday: figure?.sent ?? 0, answersToday: figure?.answers ?? 0 };
  });
}

/**
 * Whether a connection goes the way its account is set to go. Just after a proxy was switched on
 * the old connection is still open: nothing may leave through it any more.
 */
export function goesItsWay(
  sender: Pick<HeldSender, 'usesProxy'>,
  { useProxy, hasOwnProxy, settings }: Candidate,
): boolean {
  const wanted = chooseProxy<unknown>({ useProxy, proxy: hasOwnProxy || undefined }, settings);
  return sender.usesProxy === (wanted !== undefined);
}

/** What the rules look at, of what the database holds. */
export function factsOf(candidate: Candidate): GateFacts {
  return {
    type: candidate.type,
    decideBy: candidate.decideBy,
    origin: candidate.origin,
    keepsQuietHours: candidate.keepsQuietHours,
    answeredAt: candidate.answeredAt,
    isBoundElsewhere: candidate.isBoundElsewhere,
    hold: candidate.hold,
    contact: { hasConsent: candidate.hasConsent, optedOutAt: candidate.optedOutAt },
    dialog: { lastInAt: candidate.lastInAt, firstOutAt: candidate.firstOutAt },
    ...senderFactsOf(candidate),
    timeZone: candidate.contactTimeZone ?? candidate.settings.timeZone,
  };
}

/** What the database holds of a sender and its workspace. */
export type SenderState = Pick<
  Candidate,
  | 'isRemoved'
  | 'status'
  | 'statusUntil'
  | 'needsSignIn'
  | 'connection'
  | 'lastError'
  | 'warmupStartedOn'
  | 'freeAt'
  | 'sentToday'
  | 'answersToday'
  | 'maxDailyActive'
  | 'maxDailyWarming'
  | 'maxDailyMessages'
  | 'maxDailyAnswers'
  | 'businessMayReply'
  | 'settings'
  | 'today'
  | 'tomorrow'
>;

/** The part of the facts that is the same for every message of a sender. */
export function senderFactsOf(
  state: SenderState,
): Pick<
  GateFacts,
  'sender' | 'tomorrow' | 'quietDaysEnd' | 'timeZone' | 'quietHours' | 'limitedMayAnswer'
> {
  const { settings, warmupStartedOn, today, tomorrow } = state;
  return {
    sender: {
      isRemoved: state.isRemoved,
      status: state.status,
      statusUntil: state.statusUntil,
      needsSignIn: state.needsSignIn,
      connectionError: state.connection === 'failed' ? state.lastError : null,
      warmupDay: warmupDay(warmupStartedOn, today),
      business: state.businessMayReply === null ? undefined : { mayReply: state.businessMayReply },
      freeAt: state.freeAt,
      sentToday: state.sentToday,
      answersToday: state.answersToday,
      limits: {
        maxDailyActive: state.maxDailyActive ?? settings.maxDailyActive,
        maxDailyWarming: state.maxDailyWarming ?? settings.maxDailyWarming,
        maxDailyMessages: state.maxDailyMessages ?? settings.maxDailyMessages,
        maxDailyAnswers: state.maxDailyAnswers ?? settings.maxDailyAnswers,
      },
    },
    tomorrow,
    quietDaysEnd: quietDaysEnd(state),
    timeZone: settings.timeZone,
    quietHours: settings.quietHours,
    limitedMayAnswer: settings.limitedAccountsMayAnswer,
  };
}

/** Only a warming account has quiet days; to find where they end takes longer than all the rest. */
function quietDaysEnd({ status, warmupStartedOn, today, tomorrow, settings }: SenderState): Date {
  if (status !== 'warming') return tomorrow;
  return startOfLocalDay(addDays(warmupStartedOn ?? today, 2), settings.timeZone);
}
