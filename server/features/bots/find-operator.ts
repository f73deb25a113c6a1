import { and, asc, eq, isNull } from 'drizzle-orm';
import { permissionsOf, type Role } from '../../../contract/permissions.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { homeWorkspaceId } from '../workspace/ensure-workspace.ts';
import { operators, workspaces } from '../workspace/tables.ts';
import { operatorChats } from './tables.ts';

/** An operator who writes to a bot. */
export type TelegramOperator = { caller: Caller; name: string; language: Language };

/** Where what they did is noted to have come from. */
const ADDRESS = 'telegram';

/**
 * Who of the team writes from this Telegram account: an operator who linked it, or the person of
 * ADMIN_TELEGRAM_ID, who is the installation's first owner.
 */
export async function findOperator(
  app: App,
  workspaceId: number,
  telegramId: number,
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
  return asFirstOwner(app, workspaceId);
}

async function asFirstOwner(app: App, workspaceId: number): Promise<TelegramOperator> {
  const [owner] = await app.db
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
  const { language } = app.config;
  // Before the console is set up there is no operator yet, but the installation has its owner.
  return asOperator(workspaceId, owner ?? { id: undefined, name: '', role: 'owner' }, language);
}

function asOperator(
  workspaceId: number,
  { id, name, role }: { id: number | undefined; name: string; role: Role },
  language: Language,
): TelegramOperator {
  const actor =
    id === undefined
      ? { kind: 'system' as const, address: ADDRESS }
      : { kind: 'operator' as const, id, address: ADDRESS };
  const rights = { role, permissions: permissionsOf(role) };
  return { caller: { workspaceId, actor, language, rights }, name, language };
}
