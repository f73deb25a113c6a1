import { and, eq, inArray } from 'drizzle-orm';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { App } from '../../context.ts';
import type { BotReply, BotTalk, BotTurn } from '../../feature.ts';
import { type AuditEntry, listAudit } from '../workspace/audit.ts';
import { exportAudit } from '../workspace/export-audit.ts';
import { readSettings } from '../workspace/settings.ts';
import { operators } from '../workspace/tables.ts';
import { botTexts as texts } from './bot-texts.ts';
import { eventTypes } from './event-types.ts';

/** More don't fit one message of Telegram's. */
const PAGE = 15;

/** Who did what, from a bot. */
export const botTalk: BotTalk = {
  commands: [{ name: 'audit', permission: 'audit.read', about: texts.about, run: list }],
  menu: [{ text: texts.menu, data: 'audit:', permission: 'audit.read' }],
  buttons: {
    audit: { permission: 'audit.read', run: list },
    audit_file: { permission: 'audit.read', run: exportAll },
  },
};

async function list({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const page = { limit: PAGE, beforeId: Number(words) || undefined };
  const entries = await listAudit(app, workspaceId, {}, page);
  if (entries.length === 0) return { html: texts.empty[language] };
  const names = await namesOf(app, workspaceId, entries);
  const { timeZone } = await readSettings(app, workspaceId);
  const clock = new Intl.DateTimeFormat(language, {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const lines = entries.map(({ at, actor, action }) => {
    const what = eventTypes.find(({ type }) => type === action)?.text[language] ?? action;
    const who =
      actor.kind === 'operator'
        ? (names.get(actor.id ?? 0) ?? texts.operator[language])
        : (actor.kind === 'api_key' ? texts.apiKey : texts.stranger)[language];
    return `<i>${clock.format(at)}</i> ${escapeHtml(who)}: ${escapeHtml(what)}`;
  });
  const last = entries.at(-1);
  const isMore = entries.length === PAGE && last;
  return {
    html: lines.join('\n'),
    buttons: [
      ...(isMore ? [[{ text: texts.more[language], data: `audit:${last.id}` }]] : []),
      [{ text: texts.file[language], data: 'audit_file:' }],
    ],
  };
}

async function exportAll({ app, caller }: BotTurn): Promise<BotReply> {
  return {
    html: texts.exported[caller.language],
    file: { name: 'audit.csv', content: exportAudit(app, caller, {}) },
  };
}

async function namesOf(
  app: App,
  workspaceId: number,
  entries: readonly AuditEntry[],
): Promise<Map<number, string>> {
  const ids = entries.flatMap(({ actor }) => (actor.kind === 'operator' ? [actor.id ?? 0] : []));
  const rows = await app.db
    .select({ id: operators.id, name: operators.name })
    .from(operators)
    .where(and(eq(operators.workspaceId, workspaceId), inArray(operators.id, [...new Set(ids)])));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
