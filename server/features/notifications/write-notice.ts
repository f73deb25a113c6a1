import { sql } from 'drizzle-orm';
import type { NoticeKind } from '../../../contract/notifications.ts';
import { int, json, nullable, selectRows, text } from '../../base/db/rows.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { Language, Text } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { BotButton } from '../../edges/telegram-bot/port.ts';
import { accountKey } from '../accounts/account.ts';
import { consoleButton } from './console-button.ts';
import type { Notice } from './tables.ts';
import { headTexts, texts } from './texts.ts';

/** Those of which a message only tells. */
type Kind = Exclude<NoticeKind, 'dialog' | 'business'>;
export type Words = { html: string; buttons: BotButton[][] };

/** So many are named one by one; the others are counted. */
const MOST_NAMED = 10;
/** Ten of them fit into a message of Telegram's. */
const MOST_WORDS = 350;

/** Where in the console the things of a kind stand. */
const pages: Record<Kind, string> = {
  account_added: 'accounts',
  account_limited: 'accounts',
  account_banned: 'accounts',
  account_sign_in: 'accounts',
  campaign_paused: 'campaigns',
  campaign_done: 'campaigns',
  job_done: 'jobs',
  opt_out: 'contacts/do-not-contact',
  failing: 'settings/bots',
  subscription: 'settings/general',
  support: 'settings/sales',
};

/** One message about what happened of a kind, named while the database holds it. */
export async function writeNotice(
  app: App,
  workspaceId: number,
  kind: Kind,
  about: readonly Notice[],
  language: Language,
): Promise<Words> {
  const { count, lines, buttons = [] } = await nameThem(app, workspaceId, kind, about, language);
  const named = lines.slice(0, MOST_NAMED);
  const rest = lines.length - named.length;
  const html = [
    `<b>${headTexts[kind](count)[language]}</b>`,
    ...named,
    ...(rest > 0 ? [texts.more(rest)[language]] : []),
  ].join('\n');
  const ways = [...buttons, ...consoleButton(app, pages[kind], language)];
  return { html, buttons: kind === 'subscription' ? [toPay(language)] : ways };
}

type Named = { count: number; lines: string[]; buttons?: BotButton[][] };

async function nameThem(
  app: App,
  workspaceId: number,
  kind: Kind,
  about: readonly Notice[],
  language: Language,
): Promise<Named> {
  const numbers = (field: string) => [
    ...new Set(about.map((notice) => Number(notice.about.data[field]))),
  ];
  switch (kind) {
    case 'account_added':
    case 'account_limited':
    case 'account_banned':
    case 'account_sign_in':
      return nameAccounts(app, workspaceId, about);
    case 'campaign_paused':
    case 'campaign_done':
      return nameCampaigns(app, workspaceId, numbers('campaign'), kind, language);
    case 'job_done':
      return nameJobs(app, workspaceId, numbers('job_id'), language);
    case 'failing':
      return nameFailing(app, workspaceId, about, language);
    case 'subscription':
      return nameTerm(about, language);
    case 'support':
      return nameQuestions(app, workspaceId, numbers('question_id'), language);
    case 'opt_out':
      return { count: about.length, lines: [] };
  }
}

const list = (ids: readonly number[]) => sql`${`{${ids.filter(Number.isSafeInteger).join(',')}}`}`;

async function nameAccounts(
  app: App,
  workspaceId: number,
  about: readonly Notice[],
): Promise<Named> {
  const causes = new Map(
    about.map((notice) => [notice.about.senderId, notice.about.data['cause']]),
  );
  const ids = [...causes.keys()].filter((id) => id !== null);
  const rows = await selectRows(
    app.db,
    { id: int, number: int, name: text, phone: nullable(text) },
    sql`
      select id, number, name, phone from accounts
      where workspace_id = ${workspaceId} and id = any(${list(ids)}::bigint[]) order by number`,
  );
  const lines = rows.map(({ id, number, name, phone }) => {
    const cause = causes.get(id);
    const why = typeof cause === 'string' ? ` · ${escapeHtml(cause)}` : '';
    const who = escapeHtml([name, phone].filter(Boolean).join(' '));
    return `<b>${accountKey(number)}</b> ${who}${why}`;
  });
  // Who was deleted since counts, though nobody knows the name any more.
  return { count: ids.length, lines };
}

async function nameCampaigns(
  app: App,
  workspaceId: number,
  numbers: readonly number[],
  kind: Kind,
  language: Language,
): Promise<Named> {
  const rows = await selectRows(
    app.db,
    { number: int, name: text, reason: nullable(json<{ text: Text }>()) },
    sql`
      select number, name, case when status = 'paused' then pause_reason end as reason
      from campaigns
      where workspace_id = ${workspaceId} and number = any(${list(numbers)}::int[])
      order by number`,
  );
  const lines = rows.map(({ number, name, reason }) => {
    const why =
      kind === 'campaign_paused' && reason ? `\n${escapeHtml(reason.text[language])}` : '';
    return `<b>${number}</b> ${escapeHtml(name)}${why}`;
  });
  return { count: rows.length, lines };
}

async function nameJobs(
  app: App,
  workspaceId: number,
  ids: readonly number[],
  language: Language,
): Promise<Named> {
  const rows = await selectRows(
    app.db,
    { title: json<Text>(), status: text, error: nullable(json<Text>()), done: nullable(int) },
    sql`
      select title, status, last_error as error, (progress->>'done')::bigint as done from jobs
      where workspace_id = ${workspaceId} and id = any(${list(ids)}::bigint[]) order by id`,
  );
  const lines = rows.map(({ title, status, error, done }) =>
    status === 'failed'
      ? `❌ ${escapeHtml(title[language])}: ${escapeHtml(error?.[language] ?? texts.jobFailed[language])}`
      : `✅ ${escapeHtml(title[language])}${done === null ? '' : ` · ${done}`}`,
  );
  return { count: rows.length, lines };
}

/** What was answered in the meantime isn't asked any more. */
async function nameQuestions(
  app: App,
  workspaceId: number,
  ids: readonly number[],
  language: Language,
): Promise<Named> {
  const rows = await selectRows(
    app.db,
    { id: int, name: text, words: text },
    sql`
      select q.id, w.name, q.words from customer_questions q
      join workspaces w on w.id = q.customer_id
      where q.workspace_id = ${workspaceId} and q.id = any(${list(ids)}::bigint[])
        and q.answered_at is null
      order by q.id`,
  );
  const lines = rows.map(
    ({ name, words }) => `<b>${escapeHtml(name)}</b>: ${escapeHtml(words.slice(0, MOST_WORDS))}`,
  );
  const buttons = rows
    .slice(0, MOST_NAMED)
    .map(({ id, name }) => [
      { text: texts.answer(name.slice(0, 40))[language], data: `support_answer:${id}` },
    ]);
  return { count: rows.length, lines, buttons };
}

/** What was told last is how it stands. */
function nameTerm(about: readonly Notice[], language: Language): Named {
  const refunds = about.filter(({ about: { data } }) => data['stars'] !== undefined);
  const lines = refunds.map(({ about: { data } }) =>
    texts.refunded(Number(data['stars']), new Date(String(data['ends_at']))),
  );
  const last = about.at(-1);
  if (last && !refunds.includes(last)) {
    const days = Number(last.about.data['days_left']);
    lines.push(days > 0 ? texts.termEnds(days) : texts.termOver);
  }
  return { count: 1, lines: lines.map((line) => line[language]) };
}

const toPay = (language: Language): BotButton[] => [{ text: texts.pay[language], data: 'plan:' }];

async function nameFailing(
  app: App,
  workspaceId: number,
  about: readonly Notice[],
  language: Language,
): Promise<Named> {
  const reasons = new Map(
    about.map(({ about: { data } }) => [Number(data['bot_id']), String(data['reason'])]),
  );
  const bots = await selectRows(
    app.db,
    { id: int, username: nullable(text), name: text },
    sql`
      select id, username, name from bots
      where workspace_id = ${workspaceId} and id = any(${list([...reasons.keys()])}::bigint[])`,
  );
  const endpoints = about.flatMap(({ about: { data } }) => data['endpoint_id'] ?? []);
  const lines = [
    ...bots.map(({ id, username, name }) => {
      const reason = escapeHtml(reasons.get(id) ?? '');
      return texts.botFails(escapeHtml(username ? `@${username}` : name), reason)[language];
    }),
    ...[...new Set(endpoints)].map((id) => texts.webhookFails(Number(id))[language]),
  ];
  return { count: lines.length, lines };
}
