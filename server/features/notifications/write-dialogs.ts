import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { OperatorChat } from '../bots/find-operator-chats.ts';
import { consoleButton } from './console-button.ts';
import { cardButtons, cardHtml, type DialogCard, readCard } from './dialog-card.ts';
import type { Notice } from './tables.ts';
import { texts } from './texts.ts';
import type { Words } from './write-notice.ts';

type Limits = {
  /** So many messages may still be sent within this minute; one at least. */
  room: number;
  /** Operators who are told of their own dialogs in a chat of their own. */
  elsewhere: ReadonlySet<number>;
};

/**
 * A message for each dialog that still needs a person, as long as there is room for them; the others
 * are counted in one.
 */
export async function writeDialogs(
  app: App,
  chat: OperatorChat,
  gathered: readonly Notice[],
  { room, elsewhere }: Limits,
): Promise<(Words & { contactId: number | undefined })[]> {
  const { workspaceId, operatorId, language } = chat;
  const numbers = [...new Set(gathered.map(({ about }) => Number(about.data['dialog'])))];
  const told: (Words & { contactId: number | undefined })[] = [];
  let looked = 0;
  for (const number of numbers) {
    if (told.length === room) break;
    looked += 1;
    const card = await readCard(app, workspaceId, number, language).catch((error) => {
      // Two people turned out to be one, and their dialogs too.
      if (error instanceof AppError) return undefined;
      throw error;
    });
    if (!card || !concerns(card, operatorId, elsewhere)) continue;
    const { contactId } = card;
    const buttons = cardButtons(app, card, language, true);
    told.push({ html: cardHtml(card, language), buttons, contactId });
  }
  const rest = numbers.length - looked;
  if (rest === 0) return told;
  const buttons = [
    [{ text: texts.list[language], data: 'dialogs:' }],
    ...consoleButton(app, 'inbox', language),
  ];
  return [
    ...told,
    { html: `<b>${texts.dialogsWait(rest)[language]}</b>`, buttons, contactId: undefined },
  ];
}

/** It still waits, and is nobody else's who hears of it anyway. */
function concerns(
  { view }: DialogCard,
  operatorId: number,
  elsewhere: ReadonlySet<number>,
): boolean {
  if (view.status !== 'waiting') return false;
  const { operator_id: assigned } = view;
  return assigned === null || assigned === operatorId || !elsewhere.has(assigned);
}
