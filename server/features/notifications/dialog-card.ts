import { eq } from 'drizzle-orm';
import { systemActor } from '../../base/events/record-events.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { BotButton } from '../../edges/telegram-bot/port.ts';
import { listAnswers } from '../assistant/list-answers.ts';
import { findDialog } from '../dialogs/find-dialog.ts';
import { type DialogView, viewDialogs } from '../dialogs/view-dialog.ts';
import { operators } from '../workspace/tables.ts';
import { consoleButton } from './console-button.ts';
import { texts } from './texts.ts';

const LONGEST_WORDS = 600;
const LONGEST_DRAFT = 2_000;

/** A dialog as operators are told of it. */
export type DialogCard = {
  dialogId: number;
  contactId: number;
  view: DialogView;
  /** What the AI would answer, if somebody lets it. */
  draft: { id: number; text: string } | undefined;
};

/** @throws AppError not_found */
export async function readCard(
  app: App,
  workspaceId: number,
  number: number,
  language: Language,
): Promise<DialogCard | undefined> {
  const { id, contactId } = await findDialog(app.db, workspaceId, number);
  const caller = { workspaceId, actor: systemActor, language };
  const [view] = await viewDialogs(app, caller, [id]);
  if (!view) return undefined;
  const [latest] = await listAnswers(
    app,
    workspaceId,
    { status: 'draft', dialogNumber: number },
    { limit: 1, beforeId: undefined },
  );
  const draft = latest?.answer.text
    ? { id: latest.answer.id, text: latest.answer.text }
    : undefined;
  return { dialogId: id, contactId, view, draft };
}

/** Who it is, why they wait, what they said last, and what the AI would answer. */
export function cardHtml({ view, draft }: DialogCard, language: Language): string {
  const where = [
    view.account_id,
    ...(view.campaign === null ? [] : [texts.campaign(view.campaign)[language]]),
  ].join(' · ');
  const { last_words: last } = view;
  const words = last && (last.text || `[${last.type}]`);
  return [
    `${signOf(view)} <b>${texts.dialog(view.id)[language]}</b> · ${escapeHtml(nameOf(view))}`,
    escapeHtml(where),
    ...(view.waiting_because ? [`<i>${escapeHtml(view.waiting_because)}</i>`] : []),
    ...(words ? [`<blockquote>${escapeHtml(cut(words, LONGEST_WORDS))}</blockquote>`] : []),
    ...(draft
      ? [
          `${texts.draft[language]}\n<blockquote>${escapeHtml(cut(draft.text, LONGEST_DRAFT))}</blockquote>`,
        ]
      : []),
  ].join('\n');
}

/** @param isPrivate in a topic the dialog itself is what is shown */
export function cardButtons(
  app: App,
  { view, draft }: DialogCard,
  language: Language,
  isPrivate: boolean,
): BotButton[][] {
  const isOpen = view.status === 'active' || view.status === 'waiting';
  const number = view.id;
  return [
    ...(draft
      ? [
          [
            { text: texts.approve[language], data: `n_ok:${draft.id}:${number}` },
            { text: texts.discard[language], data: `n_no:${draft.id}:${number}` },
          ],
        ]
      : []),
    ...(isOpen
      ? [
          [
            ...(isTaken(view) ? [] : [{ text: texts.take[language], data: `n_take:${number}` }]),
            { text: texts.stop[language], data: `n_stop:${number}` },
            ...(isPrivate ? [{ text: texts.show[language], data: `n_show:${number}` }] : []),
          ],
        ]
      : []),
    ...consoleButton(app, `inbox/${number}`, language),
  ];
}

/** 🟡 waits, 🟢 somebody has it, ⚪ ended, 🔵 goes on by itself. */
export function signOf(view: DialogView): string {
  if (view.status === 'waiting') return isTaken(view) ? '🟢' : '🟡';
  if (view.status !== 'active') return '⚪';
  return isTaken(view) ? '🟢' : '🔵';
}

const isTaken = ({ operator_id: operatorId }: DialogView) => operatorId !== null;

export const nameOf = ({ name, username, user_id: id }: DialogView) =>
  name || (username ? `@${username}` : String(id ?? '—'));

const cut = (text: string, most: number) =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** The name of an operator, for others of the team. */
export async function operatorName(
  app: App,
  id: number | undefined,
  language: Language,
): Promise<string> {
  if (id === undefined) return texts.somebody[language];
  const [row] = await app.db
    .select({ name: operators.name })
    .from(operators)
    .where(eq(operators.id, id));
  return row?.name ?? texts.somebody[language];
}
