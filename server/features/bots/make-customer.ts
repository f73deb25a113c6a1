import { eq } from 'drizzle-orm';
import { recordEvents } from '../../base/events/record-events.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { BotPerson } from '../../edges/telegram-bot/port.ts';
import { findPlan, TRIAL } from '../workspace/sold-plans.ts';
import { operators, subscriptions, workspaces } from '../workspace/tables.ts';
import { findCustomer, type TelegramOperator } from './find-operator.ts';
import { type Bot, bots, operatorChats } from './tables.ts';

const DAY_MS = 86_400_000;

/**
 * Gives somebody who starts a sales bot a workspace of their own, which they own, with the trial
 * plan. Whoever has one keeps it.
 */
export async function makeCustomer(
  app: App,
  bot: Bot,
  person: BotPerson,
  language: Language,
): Promise<TelegramOperator> {
  const name = [person.firstName, person.lastName].filter(Boolean).join(' ') || '—';
  await app.database.transaction(async (tx) => {
    // The same person may write twice at once; they get one workspace.
    await tx.select({ id: bots.id }).from(bots).where(eq(bots.id, bot.id)).for('update');
    if (await findCustomer(tx, bot, person.telegramId)) return;
    const at = app.clock.now();
    const [workspace] = await tx
      .insert(workspaces)
      .values({
        name,
        language,
        timeZone: app.config.timeZone,
        createdAt: at,
        sellerBotId: bot.id,
      })
      .returning();
    if (!workspace) throw new Error('the workspace was not stored');
    const workspaceId = workspace.id;
    const [owner] = await tx
      .insert(operators)
      .values({ workspaceId, name, role: 'owner', createdAt: at })
      .returning();
    if (!owner) throw new Error('the owner was not stored');
    const operatorId = owner.id;
    await tx
      .insert(operatorChats)
      .values({ workspaceId, operatorId, telegramId: person.telegramId, linkedAt: at });
    const trial = await findPlan(tx, bot.workspaceId, TRIAL);
    if (!trial) throw new Error('there is no trial plan');
    const endsAt = new Date(at.getTime() + trial.days * DAY_MS);
    await tx.insert(subscriptions).values({
      workspaceId,
      sellerId: bot.workspaceId,
      plan: trial.code,
      startedAt: at,
      endsAt,
    });
    const data = { plan: trial.code, ends_at: endsAt.toISOString() };
    const actor = { kind: 'operator' as const, id: operatorId, address: 'telegram' };
    await recordEvents(tx, [
      { workspaceId, type: 'subscription.started', at, actor, data },
      {
        workspaceId: bot.workspaceId,
        type: 'customer.added',
        at,
        actor,
        data: { bot_id: bot.id, customer_workspace_id: workspaceId },
      },
    ]);
  });
  const made = await findCustomer(app.db, bot, person.telegramId);
  if (!made) throw new Error('the customer was not stored');
  return made;
}
