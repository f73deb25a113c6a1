import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { permissionsOf, type Role } from '../../../contract/permissions.ts';
import type { Db } from '../../base/db/database.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { BotPerson } from '../../edges/telegram-bot/port.ts';
import type { Caller } from '../../feature.ts';
import { homeWorkspaceId } from '../workspace/ensure-workspace.ts';
import { operators, workspaces } from '../workspace/tables.ts';
import { type Bot, operatorChats } from './tables.ts';

/** An operator who writes to a bot. */
export type TelegramOperator = {
  caller: Caller;
  name: string;
  language: Language;
  /** Of a sales bot: the workspace is their own, not the bot's. */
  isCustomer: boolean;
};

/** Where what they did is noted to have come from. */
const ADDRESS = 'telegram';

type Person = Pick<BotPerson, 'telegramId' | 'firstName'>;

/** Whom a bot obeys when this person writes: an operator of its team, or a customer of its own. */
export async function findOperator(
  app: App,
  bot: Bot,
  person: Person,
): Promise<TelegramOperator | undefined> {
  const member = bot.features.includes('admin')
    ? await findMember(app, bot.workspaceId, person)
    : undefined;
  if (member || !bot.features.includes('sales')) return member;
  return findCustomer(app.db, bot, person.telegramId);
}

/** The customer of a sales bot, in the workspace that is theirs. */
export async function findCustomer(
  db: Db,
  bot: Pick<Bot, 'id'>,
  telegramId: number,
): Promise<TelegramOperator | undefined> {
  const [found] = await db
    .select({ operator: operators, workspace: workspaces })
    .from(operatorChats)
    .innerJoin(workspaces, eq(workspaces.id, operatorChats.workspaceId))
    .innerJoin(
      operators,
      and(
        eq(operators.workspaceId, operatorChats.workspaceId),
        eq(operators.id, operatorChats.operatorId),
      ),
    )
    .where(
      and(
        eq(operatorChats.telegramId, telegramId),
        eq(workspaces.sellerBotId, bot.id),
        isNull(operators.disabledAt),
      ),
    )
    .limit(1);
  if (!found) return undefined;
  const { operator, workspace } = found;
  return { ...asOperator(workspace.id, operator, workspace.language), isCustomer: true };
}

/**
 * Who of the team writes from this Telegram account: an operator who linked it, or the person of
 * ADMIN_TELEGRAM_ID, who is the installation's first owner.
 */
export async function findMember(
  app: App,
  workspaceId: number,
  { telegramId, firstName }: Person,
): Promise<TelegramOperator | undefined> {
  const [linked] = await app.db
    .select({ operator: operators, language: workspaces.language })
    .from(operatorChats)
    .innerJoin(
      operators,
      and(
        eq(operators.workspaceId, operatorChats.workspaceId),
        eq(operators.id, operatorChats.operatorId),
      ),
    )
    .innerJoin(workspaces, eq(workspaces.id, operatorChats.workspaceId))
    .where(
      and(
        eq(operatorChats.workspaceId, workspaceId),
        eq(operatorChats.telegramId, telegramId),
        isNull(operators.disabledAt),
      ),
    );
  if (linked) return asOperator(workspaceId, linked.operator, linked.language);
  if (telegramId !== app.config.bots.adminTelegramId) return undefined;
  if (workspaceId !== (await homeWorkspaceId(app))) return undefined;
  return asFirstOwner(app, workspaceId, firstName);
}

/** Before the console is set up nobody stands there yet: then they become the first owner. */
async function asFirstOwner(
  app: App,
  workspaceId: number,
  name: string,
): Promise<TelegramOperator> {
  const { language } = app.config;
  const known = await firstOwner(app.db, workspaceId);
  if (known) return asOperator(workspaceId, known, language);
  const made = await app.database.transaction(async (tx) => {
    await tx.execute(sql`select id from workspaces where id = ${workspaceId} for update`);
    const other = await firstOwner(tx, workspaceId);
    if (other) return other;
    const at = app.clock.now();
    const [owner] = await tx
      .insert(operators)
      .values({ workspaceId, name, role: 'owner', createdAt: at })
      .returning();
    if (!owner) throw new Error('the owner was not stored');
    const data = { operator_id: owner.id, role: owner.role };
    await recordEvents(tx, [{ workspaceId, type: 'operator.added', at, data }]);
    return owner;
  });
  return asOperator(workspaceId, made, language);
}

async function firstOwner(db: Db, workspaceId: number) {
  const [owner] = await db
    .select()
    .from(operators)
    .where(
      and(
        eq(operators.workspaceId, workspaceId),
        eq(operators.role, 'owner'),
        isNull(operators.disabledAt),
      ),
    )
    .orderBy(asc(operators.id))
    .limit(1);
  return owner;
}

function asOperator(
  workspaceId: number,
  { id, name, role }: { id: number; name: string; role: Role },
  language: Language,
): TelegramOperator {
  const actor = { kind: 'operator' as const, id, address: ADDRESS };
  const rights = { role, permissions: permissionsOf(role) };
  return { caller: { workspaceId, actor, language, rights }, name, language, isCustomer: false };
}
