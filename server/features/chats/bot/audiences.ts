import { sql } from 'drizzle-orm';
import { selectRows, text } from '../../../base/db/rows.ts';
import { sanitizeFilename } from '../../../base/http/filename.ts';
import { escapeHtml } from '../../../base/telegram-html.ts';
import type { Language } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import type { BotReply, BotTurn } from '../../../feature.ts';
import {
  type Audience,
  audienceMembersSql,
  countMembers,
} from '../../contacts/audiences/audience-members.ts';
import { deleteAudience, listAudiences, readAudience } from '../../contacts/audiences/audiences.ts';
import { audienceCsv } from '../../contacts/audiences/export-audience.ts';
import { readPlan } from '../../workspace/plan.ts';
import { botTexts as texts } from './bot-texts.ts';

const PAGE = 8;
/** Of a large audience the first so many tell where it comes from. */
const SAMPLE = 1_000;

export const AUDIENCES = 'audiences:';

/** The audiences with their sizes, and the ways to a new one. */
export async function showAudiences({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const page = { limit: PAGE, beforeId: idOf(words) || undefined };
  const found = await listAudiences(app, workspaceId, page);
  if (found.length === 0 && page.beforeId === undefined)
    return { html: texts.none[language], buttons: waysToCollect(language) };
  const lines = [texts.title[language]];
  for (const audience of found)
    lines.push(`${escapeHtml(audience.name)} — ${(await sizeOf(app, audience))[language]}`);
  const last = found.at(-1);
  const isMore = found.length === PAGE && last;
  return {
    html: lines.join('\n'),
    buttons: [
      ...found.map(({ id, name }) => [{ text: name.slice(0, 60), data: `audience:${id}` }]),
      ...(isMore ? [[{ text: texts.more[language], data: `${AUDIENCES}${last.id}` }]] : []),
      ...waysToCollect(language),
    ],
  };
}

const waysToCollect = (language: Language) => [
  [{ text: texts.fromChat[language], data: 'audience_chat:' }],
  [
    { text: texts.fromFile[language], data: 'audience_file:' },
    { text: texts.fromWriters[language], data: 'audience_wrote:' },
  ],
];

/** The number in a button's words; 0, which nothing has, for anything else. */
export function idOf(words: string): number {
  return /^\d{1,15}$/.test(words) ? Number(words) : 0;
}

async function sizeOf(app: App, audience: Audience) {
  const { maxAudience } = await readPlan(app.db, audience.workspaceId, app.clock.now());
  return texts.size(await countMembers(app.db, audience, maxAudience), maxAudience);
}

/** One audience: its size, where its people come from, and what can be done with it. */
export async function showAudience({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const audience = await readAudience(app.db, workspaceId, idOf(words));
  const sources = await sourcesOf(app, audience);
  const lines = [`<b>${escapeHtml(audience.name)}</b>`, (await sizeOf(app, audience))[language]];
  if (audience.kind === 'filter') lines.push(texts.filter[language]);
  if (sources.length > 0) lines.push(texts.from(escapeHtml(sources.join(', ')))[language]);
  return {
    html: lines.join('\n'),
    buttons: [
      [
        { text: texts.export[language], data: `audience_export:${audience.id}` },
        { text: texts.delete[language], data: `audience_delete:${audience.id}` },
      ],
    ],
    back: AUDIENCES,
  };
}

async function sourcesOf(app: App, audience: Audience): Promise<string[]> {
  const rows = await selectRows(
    app.db,
    { name: text },
    sql`
      with people as materialized (${audienceMembersSql(audience, { afterId: 0, limit: SAMPLE })})
      select s.name from people p
      join contacts c on c.workspace_id = ${audience.workspaceId} and c.id = p.id
      join consents k on k.workspace_id = c.workspace_id and k.id = c.consent_id
      join sources s on s.workspace_id = k.workspace_id and s.id = k.source_id
      group by s.name order by count(*) desc, s.name limit 3`,
  );
  return rows.map((row) => row.name);
}

export async function exportOne({ app, caller, words }: BotTurn): Promise<BotReply> {
  const audience = await readAudience(app.db, caller.workspaceId, idOf(words));
  return {
    html: texts.exported(escapeHtml(audience.name))[caller.language],
    file: {
      name: sanitizeFilename(`${audience.name}.csv`) ?? 'audience.csv',
      content: audienceCsv(app, audience),
    },
    back: `audience:${audience.id}`,
  };
}

export async function askToDelete({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { id, name } = await readAudience(app.db, caller.workspaceId, idOf(words));
  const { language } = caller;
  return {
    html: texts.askToDelete(escapeHtml(name))[language],
    buttons: [[{ text: texts.deleteYes[language], data: `audience_gone:${id}` }]],
    back: `audience:${id}`,
  };
}

export async function deleteOne({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { id, name } = await readAudience(app.db, caller.workspaceId, idOf(words));
  await deleteAudience(app, caller, id);
  return { html: texts.deleted(escapeHtml(name))[caller.language], back: AUDIENCES };
}
