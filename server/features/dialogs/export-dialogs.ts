import { sql } from 'drizzle-orm';
import { int, nullable, oneOf, selectRow, selectRows, text, time } from '../../base/db/rows.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { readSettings } from '../workspace/settings.ts';

const PAGE = 500;

const words = {
  ru: { dialog: 'Диалог', us: 'Мы', unsent: 'не отправлено', file: 'файл' },
  en: { dialog: 'Dialog', us: 'We', unsent: 'not sent', file: 'file' },
};

/** Dialogs as plain text to read or keep, one after the other; memory doesn't grow with them. */
export async function* exportDialogs(
  app: App,
  workspaceId: number,
  only: number | undefined,
  language: Language,
): AsyncGenerator<string> {
  yield '\uFEFF';
  for await (const { text } of eachDialog(app, workspaceId, rangeOf(only), language)) yield* text;
}

/** Numbers of dialogs, both included. */
export type NumberRange = { from: number; to: number };

const LARGEST = 2 ** 31 - 1;

const rangeOf = (only: number | undefined): NumberRange =>
  only === undefined ? { from: 1, to: LARGEST } : { from: only, to: only };

/** The dialogs of a range in the order of their numbers, each with its text, read as it is asked for. */
export async function* eachDialog(
  app: App,
  workspaceId: number,
  range: NumberRange,
  language: Language,
): AsyncGenerator<{ number: number; text: AsyncGenerator<string> }> {
  const { timeZone } = await readSettings(app, workspaceId);
  const clock = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  let { from } = range;
  for (;;) {
    const dialog = await nextDialog(app, workspaceId, { from, to: range.to });
    if (!dialog) return;
    yield { number: dialog.number, text: textOf(app, workspaceId, dialog, clock, language) };
    from = dialog.number + 1;
  }
}

async function* textOf(
  app: App,
  workspaceId: number,
  dialog: Exported,
  clock: Intl.DateTimeFormat,
  language: Language,
): AsyncGenerator<string> {
  const name = dialog.name || dialog.username || dialog.phone || String(dialog.userId ?? '');
  const title = [`${words[language].dialog} ${dialog.number}`, name, dialog.account, dialog.status];
  yield `${title.filter(Boolean).join(' · ')}\n\n`;
  yield* lines(app, workspaceId, dialog, name, clock, language);
  yield '\n\n';
}

type Exported = NonNullable<Awaited<ReturnType<typeof nextDialog>>>;

function nextDialog(app: App, workspaceId: number, { from, to }: NumberRange) {
  return selectRow(
    app.db,
    {
      id: int,
      number: int,
      contactId: int,
      status: text,
      name: text,
      username: nullable(text),
      phone: nullable(text),
      userId: nullable(int),
      account: text,
    },
    sql`
      select d.id, d.number, d.contact_id as "contactId", d.status,
        trim(c.first_name || ' ' || c.last_name) as name, '@' || c.username as username, c.phone,
        c.telegram_id as "userId", coalesce(a.name, b.name, '') as account
      from dialogs d
      join contacts c on c.id = d.contact_id
      left join accounts a on a.id = d.sender_id
      left join business_connections b on b.id = d.sender_id
      where d.workspace_id = ${workspaceId} and d.number between ${from} and ${to}
      order by d.number limit 1`,
  );
}

async function* lines(
  app: App,
  workspaceId: number,
  dialog: Exported,
  name: string,
  clock: Intl.DateTimeFormat,
  language: Language,
): AsyncGenerator<string> {
  let after = 0;
  for (;;) {
    const page = await selectRows(
      app.db,
      {
        id: int,
        direction: oneOf<'in' | 'out'>(),
        type: text,
        content: text,
        status: text,
        at: time,
      },
      sql`
        select id, direction, type, content, status, coalesce(sent_at, created_at) as at
        from messages
        where workspace_id = ${workspaceId} and dialog_id = ${dialog.id} and id > ${after}
        order by id limit ${PAGE}`,
    );
    for (const m of page) {
      const who = m.direction === 'in' ? name : words[language].us;
      const file = m.type === 'text' ? '' : `[${m.type}] `;
      const isSent = m.status === 'sent' || m.status === 'received';
      const note = isSent ? '' : ` (${words[language].unsent}: ${m.status})`;
      yield `${clock.format(m.at)}  ${who}${note}: ${file}${m.content}\n`;
    }
    after = page.at(-1)?.id ?? 0;
    if (page.length < PAGE) return;
  }
}
