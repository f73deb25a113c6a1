import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { BotPerson, BotUpdate } from '../../edges/telegram-bot/port.ts';
import { identifyContact, recogniseContact } from '../contacts/identify-contact.ts';
import type { Contact } from '../contacts/tables.ts';
import { type Bot, botSubscribers } from './tables.ts';

/** A person as contacts know them. */
export function asPerson({ telegramId, username, firstName, lastName }: BotPerson) {
  return { telegramId, ...(username && { username }), firstName, lastName };
}

/**
 * Somebody started the bot, perhaps again: they are a contact and a subscriber from now on. It
 * changes nothing about a stop.
 * @param payload what the link said by which they came; kept from the first time
 */
export async function subscribe(
  app: App,
  tx: Db,
  bot: Bot,
  person: BotPerson,
  payload: string,
): Promise<Contact> {
  const { workspaceId, id: botId } = bot;
  const contact = await identifyContact(app, tx, workspaceId, asPerson(person));
  const at = app.clock.now();
  const [added] = await tx
    .insert(botSubscribers)
    .values({ workspaceId, botId, contactId: contact.id, payload, startedAt: at })
    .onConflictDoNothing()
    .returning();
  await tx
    .update(botSubscribers)
    .set({ blockedAt: null })
    .where(and(eq(botSubscribers.botId, botId), eq(botSubscribers.contactId, contact.id)));
  if (added) {
    const data = { bot_id: botId, payload };
    const contactId = contact.id;
    await recordEvents(tx, [{ workspaceId, type: 'bot.subscribed', at, contactId, data }]);
  }
  return contact;
}

/** The person stopped the bot in Telegram, or let it in again. */
export async function noteMembership(
  app: App,
  bot: Bot,
  { from, isBlocked }: Extract<BotUpdate, { kind: 'membership' }>,
): Promise<void> {
  const { workspaceId, id: botId } = bot;
  await app.database.transaction(async (tx) => {
    const contact = await recogniseContact(app, tx, workspaceId, asPerson(from));
    if (!contact) return;
    const at = app.clock.now();
    const changed = await tx
      .update(botSubscribers)
      .set({ blockedAt: isBlocked ? at : null })
      .where(
        and(
          eq(botSubscribers.botId, botId),
          eq(botSubscribers.contactId, contact.id),
          isBlocked ? isNull(botSubscribers.blockedAt) : undefined,
        ),
      )
      .returning();
    if (!isBlocked || changed.length === 0) return;
    const data = { bot_id: botId };
    const contactId = contact.id;
    await recordEvents(tx, [{ workspaceId, type: 'bot.blocked', at, contactId, data }]);
  });
}

/** Two contacts became one: what either started, the one has. */
export async function mergeSubscribers(
  _app: App,
  tx: Db,
  { workspaceId, keeperId, loserId }: { workspaceId: number; keeperId: number; loserId: number },
): Promise<void> {
  await tx.execute(sql`
    insert into bot_subscribers (workspace_id, bot_id, contact_id, payload, started_at, blocked_at)
    select workspace_id, bot_id, ${keeperId}, payload, started_at, blocked_at
    from bot_subscribers where workspace_id = ${workspaceId} and contact_id = ${loserId}
    on conflict (bot_id, contact_id) do nothing`);
  await tx.execute(sql`
    delete from bot_subscribers where workspace_id = ${workspaceId} and contact_id = ${loserId}`);
}

/** An erased person uses no bot here, and nothing that they wrote to one waits. */
export async function eraseSubscriber(
  _app: App,
  tx: Db,
  {
    workspaceId,
    contactId,
    telegramId,
  }: { workspaceId: number; contactId: number; telegramId: number | null },
): Promise<void> {
  await tx.execute(sql`
    delete from bot_subscribers
    where workspace_id = ${workspaceId} and contact_id = ${contactId}`);
  if (telegramId === null) return;
  await tx.execute(sql`
    delete from bot_updates
    where workspace_id = ${workspaceId} and (body->'from'->>'telegramId')::bigint = ${telegramId}`);
  await tx.execute(sql`
    delete from bot_questions
    where workspace_id = ${workspaceId} and chat_id = ${telegramId}`);
}
