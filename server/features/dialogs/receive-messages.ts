import { and, eq, inArray, sql } from 'drizzle-orm';
import { at, jsonRows } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { int, selectRows, text } from '../../base/db/rows.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import { count } from '../../base/metrics.ts';
import type { App } from '../../context.ts';
import type { HeardMessage } from '../../edges/telegram-account/port.ts';
import type { HeardItem } from '../../held-senders.ts';
import { savePeers } from '../accounts/save-peers.ts';
import { saveUpdateStates } from '../accounts/save-update-states.ts';
import { identifyContact } from '../contacts/identify-contact.ts';
import { recordConsent } from '../contacts/record-consent.ts';
import { contacts } from '../contacts/tables.ts';
import { OUTBOX_CHANNEL } from '../messages/message.ts';
import { dialogKey, type OpenDialog, openDialogs } from '../messages/open-dialogs.ts';
import { heedReplies } from './heed-replies.ts';
import { storeOwn } from './store-own.ts';

/** The source that everybody has who wrote to us first. */
const INBOUND_SOURCE = 'inbound';

type Incoming = { sender: HeardItem['sender']; message: HeardMessage; contactId: number };

/**
 * Stores what the held accounts heard: each message once, its event in the same transaction, and
 * only then how far the stream of updates was read. What a crash swallows is heard again.
 */
export async function receiveMessages(app: App, heard: readonly HeardItem[]): Promise<void> {
  const stored = await app.database.transaction(async (tx) => {
    await savePeers(app, tx, heard.flatMap(peerOf));
    const messages = heard.flatMap(({ sender, heard: h }) =>
      h.kind === 'message' ? [{ sender, message: h.message }] : [],
    );
    const stored = await storeMessages(app, tx, messages);
    for (const { sender, heard: h } of heard)
      if (h.kind === 'own_message') await storeOwn(app, tx, sender, h.message);
    await saveUpdateStates(
      tx,
      heard.flatMap(({ sender, heard: h }) =>
        h.kind === 'state' ? [{ accountId: sender.id, fence: sender.fence, state: h.state }] : [],
      ),
    );
    return stored;
  });
  if (stored > 0) count(app.metrics, heardCounted, {}, stored);
}

const heardCounted = {
  name: 'vestnik_messages_heard_total',
  help: 'Incoming messages stored',
  labels: [],
};

/** Somebody whom Telegram named without a way to address them is no use to remember. */
function peerOf({ sender, heard }: HeardItem) {
  const peer =
    heard.kind === 'peer' ? heard.peer : 'message' in heard ? heard.message.from : undefined;
  return peer && peer.accessHash !== '' ? [{ accountId: sender.id, peer }] : [];
}

/** @returns how many were new */
async function storeMessages(
  app: App,
  tx: Db,
  heard: readonly Omit<Incoming, 'contactId'>[],
): Promise<number> {
  if (heard.length === 0) return 0;
  const people = await identifyAll(app, tx, heard);
  const incoming = heard.map((h) => {
    const contactId = people.get(personKey(h));
    if (contactId === undefined) throw new Error('a message from nobody');
    return { ...h, contactId };
  });
  await lockContacts(tx, [...new Set(incoming.map((i) => i.contactId))]);
  const dialogs = await openAllDialogs(app, tx, incoming);
  const stored = await insertMessages(app, tx, incoming, dialogs);
  await answerNow(tx, [...new Set(stored.map((s) => s.dialogId))]);
  const now = app.clock.now();
  await recordEvents(
    tx,
    stored.map((s) => ({
      workspaceId: s.workspaceId,
      type: 'message.received',
      at: now,
      senderId: s.senderId,
      contactId: s.contactId,
      messageId: s.id,
    })),
  );
  await heedReplies(
    app,
    tx,
    stored.map((s) => ({ id: s.id, dialogId: s.dialogId, text: s.content })),
  );
  return stored.length;
}

/** People before their dialogs, as everybody locks them who says something to somebody. */
async function lockContacts(tx: Db, ids: readonly number[]): Promise<void> {
  await tx.execute(sql`
    select id from contacts where id = any(${`{${ids.join(',')}}`}::bigint[])
    order by id for no key update`);
}

type Heard = Omit<Incoming, 'contactId'>;
const personKey = ({ sender, message }: Heard) => `${sender.workspaceId} ${message.from.userId}`;
const pairOf = ({ sender, contactId }: Incoming) => ({ senderId: sender.id, contactId });

/** Most are known already and need one query; only new or changed people are looked at singly. */
async function identifyAll(
  app: App,
  tx: Db,
  heard: readonly Heard[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const workspaceIds = new Set(heard.map((h) => h.sender.workspaceId));
  for (const workspaceId of workspaceIds) {
    const own = heard.filter((h) => h.sender.workspaceId === workspaceId);
    const known = await tx
      .select()
      .from(contacts)
      .where(
        and(
          eq(contacts.workspaceId, workspaceId),
          inArray(contacts.telegramId, [...new Set(own.map((h) => h.message.from.userId))]),
        ),
      );
    const byTelegramId = new Map(known.map((c) => [c.telegramId, c]));
    for (const item of own) {
      if (found.has(personKey(item))) continue;
      const { from } = item.message;
      const contact = byTelegramId.get(from.userId);
      const isUnchanged =
        contact?.consentId != null &&
        (from.username === null || contact.username === from.username) &&
        (contact.firstName !== '' || from.firstName === '');
      found.set(
        personKey(item),
        isUnchanged ? contact.id : await identifyWriter(app, tx, workspaceId, item.message),
      );
    }
  }
  return found;
}

/** Somebody who wrote may be answered: that they wrote is the basis. */
async function identifyWriter(
  app: App,
  tx: Db,
  workspaceId: number,
  { from, telegramId, sentAt }: HeardMessage,
): Promise<number> {
  const contact = await identifyContact(app, tx, workspaceId, {
    telegramId: from.userId,
    username: from.username,
    phone: from.phone,
    firstName: from.firstName,
    lastName: from.lastName,
  });
  if (contact.consentId === null) {
    await recordConsent(app, tx, workspaceId, contact.id, {
      source: INBOUND_SOURCE,
      basis: 'inbound',
      evidence: { telegram_message_id: telegramId, written_at: sentAt.toISOString() },
    });
  }
  return contact.id;
}

async function openAllDialogs(
  app: App,
  tx: Db,
  incoming: readonly Incoming[],
): Promise<Map<string, OpenDialog>> {
  const found = new Map<string, OpenDialog>();
  for (const workspaceId of new Set(incoming.map((i) => i.sender.workspaceId))) {
    const own = incoming.filter((i) => i.sender.workspaceId === workspaceId).map(pairOf);
    for (const entry of await openDialogs(app, tx, workspaceId, own)) found.set(...entry);
  }
  return found;
}

async function insertMessages(
  app: App,
  tx: Db,
  incoming: readonly Incoming[],
  dialogs: ReadonlyMap<string, OpenDialog>,
) {
  const rows = incoming.map((i, place) => ({
    place,
    workspace_id: i.sender.workspaceId,
    dialog_id: dialogs.get(dialogKey(pairOf(i)))?.id,
    sender_id: i.sender.id,
    contact_id: i.contactId,
    type: i.message.type,
    content: i.message.text,
    attachment: i.message.attachment ?? null,
    telegram_id: i.message.telegramId,
    sent_at: i.message.sentAt.toISOString(),
  }));
  const stored = await selectRows(
    tx,
    { id: int, workspaceId: int, senderId: int, contactId: int, dialogId: int, content: text },
    sql`
      insert into messages (workspace_id, dialog_id, sender_id, contact_id, direction, type,
        content, attachment, telegram_id, created_at, sent_at, status)
      select workspace_id, dialog_id, sender_id, contact_id, 'in', type, content, attachment,
        telegram_id, ${at(app.clock.now())}, sent_at, 'received'
      from jsonb_to_recordset(${jsonRows(rows)}) as r(place int, workspace_id bigint,
        dialog_id bigint, sender_id bigint, contact_id bigint, type text, content text,
        attachment jsonb, telegram_id int, sent_at timestamptz)
      order by place
      on conflict (sender_id, telegram_id) where direction = 'in' do nothing
      returning id, workspace_id as "workspaceId", sender_id as "senderId",
        contact_id as "contactId", dialog_id as "dialogId", content`,
  );
  if (stored.length > 0) {
    await tx.execute(sql`
      update dialogs d set last_in_at = greatest(d.last_in_at, m.sent_at),
        first_in_at = coalesce(d.first_in_at, m.sent_at), lost_because = null
      from (select dialog_id, max(sent_at) as sent_at from messages
        where id in (select value::bigint from jsonb_array_elements(${jsonRows(stored.map((s) => s.id))}))
        group by dialog_id) m
      where d.id = m.dialog_id`);
  }
  return stored;
}

/** What waited to be said unasked has become an answer, and needn't wait any more. */
async function answerNow(tx: Db, dialogIds: readonly number[]): Promise<void> {
  if (dialogIds.length === 0) return;
  const moved = await selectRows(
    tx,
    { senderId: int },
    sql`
      update messages m set lane = 'answer'
      from dialogs d
      where d.id in (select value::bigint from jsonb_array_elements(${jsonRows(dialogIds)}))
        and m.workspace_id = d.workspace_id and m.contact_id = d.contact_id
        and m.dialog_id = d.id and m.status = 'queued' and m.lane <> 'answer'
      returning m.sender_id as "senderId"`,
  );
  for (const senderId of new Set(moved.map((m) => m.senderId)))
    await tx.execute(sql`select pg_notify(${OUTBOX_CHANNEL}, ${String(senderId)})`);
}
