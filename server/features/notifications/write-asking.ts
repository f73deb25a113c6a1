import { inArray } from 'drizzle-orm';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { BotButton } from '../../edges/telegram-bot/port.ts';
import type { OperatorChat } from '../bots/find-operator-chats.ts';
import { bots } from '../bots/tables.ts';
import { businessKey } from '../business/business-key.ts';
import { listConnections, viewConnections } from '../business/find-connection.ts';
import { consoleButton } from './console-button.ts';
import type { Notice } from './tables.ts';
import { texts } from './texts.ts';
import type { Words } from './write-notice.ts';

/** So many are named with buttons of their own; the others wait in the console. */
const MOST_NAMED = 10;

/**
 * A message about business accounts that ask to be connected; undefined: those it is about were
 * settled meanwhile.
 */
export function writeAsking(
  app: App,
  { workspaceId, language, rights }: OperatorChat,
  gathered: readonly Notice[],
): Promise<Words | undefined> {
  const about = new Set(gathered.map((notice) => String(notice.about.data['connection'])));
  const mayAnswer = rights.permissions.includes('accounts.write');
  return showAsking(app, { workspaceId, language, mayAnswer }, about);
}

/**
 * Who asks now, with buttons that answer in place for those who may.
 * @param about keys of connections; undefined: all that ask
 */
export async function showAsking(
  app: App,
  to: { workspaceId: number; language: Language; mayAnswer: boolean },
  about: ReadonlySet<string> | undefined,
): Promise<Words | undefined> {
  const { workspaceId, language, mayAnswer } = to;
  const asking = (await listConnections(app, workspaceId)).filter(
    ({ status, number }) =>
      status === 'waiting' && (about === undefined || about.has(businessKey(number))),
  );
  if (asking.length === 0) return undefined;
  const named = asking.slice(0, MOST_NAMED);
  const names = await namesOfBots(
    app,
    named.map(({ botId }) => botId),
  );
  const shown = await viewConnections(app, named);
  const lines = shown.map((view) => {
    const who = [view.name, view.username && `@${view.username}`].filter(Boolean).join(' ');
    const via = texts.businessVia(names.get(view.bot_id) ?? '')[language];
    const inPool = view.is_account ? ` · ${texts.businessInPool[language]}` : '';
    return `<b>${view.id}</b> ${escapeHtml(`${who} · ${via}`)}${inPool}`;
  });
  const rest = asking.length - named.length;
  const html = [
    `<b>${texts.businessAsks(asking.length)[language]}</b>`,
    ...lines,
    ...(rest > 0 ? [texts.more(rest)[language]] : []),
    texts.businessHint[language],
  ].join('\n');
  const answers = named.map(({ number }, place): BotButton[] => {
    const which = named.length > 1 ? ` ${businessKey(number)}` : '';
    const yes = { text: texts.businessYes[language] + which, data: `n_biz_ok:${number}` };
    const no = { text: texts.businessNo[language] + which, data: `n_biz_no:${number}` };
    return shown[place]?.is_account ? [no] : [yes, no];
  });
  const ways = consoleButton(app, 'settings/bots', language);
  return { html, buttons: [...(mayAnswer ? answers : []), ...ways] };
}

async function namesOfBots(app: App, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await app.db
    .select({ id: bots.id, username: bots.username, name: bots.name })
    .from(bots)
    .where(inArray(bots.id, [...ids]));
  return new Map(rows.map(({ id, username, name }) => [id, username ? `@${username}` : name]));
}
