import { and, asc, eq } from 'drizzle-orm';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { BotPerson } from '../../edges/telegram-bot/port.ts';
import type { BotReply, Caller } from '../../feature.ts';
import { makeLink, spendLink } from '../sign-in/sign-in-links.ts';
import { listBots } from './find-bot.ts';
import { type Bot, operatorChats } from './tables.ts';
import { texts } from './texts.ts';

/** Deep links carry 64 characters of A-Z, a-z, 0-9, _ and -, and a code is such. */
const CODE = /^vsb_[\w-]{20,60}$/;

export const isLinkCode = (words: string): boolean => CODE.test(words);

/**
 * Makes a code by which the caller's Telegram becomes theirs here: once, within ten minutes.
 * @returns the code, and a link that opens the bot with it, if one is connected
 */
export async function makeBotCode(app: App, caller: Caller & { operatorId: number }) {
  const { workspaceId, operatorId } = caller;
  const { token, expiresAt } = await app.database.transaction((tx) =>
    makeLink(app, tx, { workspaceId, operatorId }, 'bot'),
  );
  const connected = await listBots(app, workspaceId);
  const bot = connected.find((b) => b.isEnabled && b.username && b.features.includes('admin'));
  return {
    code: token,
    link: bot ? `https://t.me/${bot.username}?start=${token}` : null,
    expiresAt,
  };
}

/** Whoever sends an operator's code is that operator from now on. */
export async function linkOperator(
  app: App,
  bot: Bot,
  person: BotPerson,
  code: string,
  language: Language,
): Promise<BotReply> {
  if (!isLinkCode(code)) return { html: texts.codeWrong[language] };
  try {
    const { name } = await app.database.transaction(async (tx) => {
      const operator = await spendLink(app, tx, code, 'bot');
      const { workspaceId, id: operatorId } = operator;
      // A code of another workspace is none here.
      if (workspaceId !== bot.workspaceId) throw new AppError('link_expired', texts.codeWrong);
      const at = app.clock.now();
      await tx
        .insert(operatorChats)
        .values({ workspaceId, operatorId, telegramId: person.telegramId, linkedAt: at, language })
        .onConflictDoUpdate({
          target: [operatorChats.workspaceId, operatorChats.telegramId],
          set: { operatorId, linkedAt: at, language },
        });
      const actor = { kind: 'operator' as const, id: operatorId, address: 'telegram' };
      const data = { operator_id: operatorId };
      await recordEvents(tx, [{ workspaceId, type: 'operator.telegram_linked', at, actor, data }]);
      return operator;
    });
    return { html: texts.linked(escapeHtml(name))[language], isSecret: true };
  } catch (error) {
    if (error instanceof AppError) return { html: texts.codeWrong[language] };
    throw error;
  }
}

/** The Telegram accounts that count as this operator, the first one first. */
export function listOperatorChats(app: App, workspaceId: number, operatorId: number) {
  return app.db
    .select()
    .from(operatorChats)
    .where(
      and(eq(operatorChats.workspaceId, workspaceId), eq(operatorChats.operatorId, operatorId)),
    )
    .orderBy(asc(operatorChats.linkedAt))
    .limit(100);
}

/** What is written from these Telegram accounts is nobody's of the team any more. */
export async function unlinkOperator(
  app: App,
  { workspaceId, actor, operatorId }: Caller & { operatorId: number },
): Promise<number> {
  return app.database.transaction(async (tx) => {
    const gone = await tx
      .delete(operatorChats)
      .where(
        and(eq(operatorChats.workspaceId, workspaceId), eq(operatorChats.operatorId, operatorId)),
      )
      .returning();
    if (gone.length > 0) {
      const data = { operator_id: operatorId };
      const at = app.clock.now();
      await recordEvents(tx, [
        { workspaceId, type: 'operator.telegram_unlinked', at, actor, data },
      ]);
    }
    return gone.length;
  });
}
