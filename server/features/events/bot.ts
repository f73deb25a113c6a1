import { escapeHtml } from '../../base/telegram-html.ts';
import type { BotReply, BotTalk, BotTurn } from '../../feature.ts';
import { listAudit } from '../workspace/audit.ts';
import { exportAudit } from '../workspace/export-audit.ts';
import { nameActors } from '../workspace/name-actors.ts';
import { readSettings } from '../workspace/settings.ts';
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
  const nameOf = await nameActors(app, caller, entries);
  const { timeZone } = await readSettings(app, workspaceId);
  const clock = new Intl.DateTimeFormat(language, {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const lines = entries.map(({ at, actor, action }) => {
    const what = eventTypes.find(({ type }) => type === action)?.text[language] ?? action;
    return `<i>${clock.format(at)}</i> ${escapeHtml(nameOf(actor))}: ${escapeHtml(what)}`;
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
