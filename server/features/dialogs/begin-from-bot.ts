import { and, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { consentBases } from '../../../contract/messages.ts';
import { AppError } from '../../base/errors.ts';
import { readTalkState } from '../../base/talk-state.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { App } from '../../context.ts';
import type { BotReply, BotTurn } from '../../feature.ts';
import { listRoles } from '../assistant/roles.ts';
import { handOverTexts } from '../assistant/texts.ts';
import { writeOpening } from '../assistant/write-opening.ts';
import { readUsername } from '../contacts/identifiers.ts';
import { contacts } from '../contacts/tables.ts';
import { postMessage } from '../messages/post-message.ts';
import { dialogs } from '../messages/tables.ts';
import { explainMessage } from '../messages/view-message.ts';
import { waitForMessage } from '../messages/wait-for-message.ts';
import { basisTexts, botTexts as texts } from './bot-texts.ts';

/** Somebody looks at the chat: what takes longer is told as waiting. */
const WAIT_MS = 8_000;
/** The source under which a basis that an operator names to the bot is kept. */
const SOURCE = 'Telegram';
/** More buttons nobody reads. */
const MOST_ROLES = 20;

const chosen = z.object({
  username: z.string(),
  basis: z.enum(consentBases).optional(),
  /** What the AI wrote, should it be sent as it is. */
  proposed: z.string().optional(),
});

/** `/start @anna`: why she may be written to, unless that is known, and then what. */
export async function beginDialog({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const username = readUsername(words);
  const [known] = await app.db
    .select({ id: contacts.id, consentId: contacts.consentId })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.username, username)));
  const dialog = known && (await latestDialog(app, workspaceId, known.id));
  if (dialog) return { html: texts.already(dialog.number)[language] };
  const who = `@${username}`;
  if (known?.consentId) return askForWords({ username }, who, language);
  return {
    html: texts.whyMay(who)[language],
    buttons: consentBases.map((basis) => [
      { text: basisTexts[basis][language], data: `first:${basis}:${username}` },
    ]),
  };
}

/** The basis was pressed. */
export async function chooseBasis({ caller, words }: BotTurn): Promise<BotReply> {
  const [basis, username] = words.split(':');
  const choice = readTalkState(chosen, { basis, username });
  return askForWords(choice, `@${choice.username}`, caller.language);
}

function askForWords(
  state: z.output<typeof chosen>,
  who: string,
  language: BotTurn['caller']['language'],
): BotReply {
  return {
    html: texts.whatToSay(who)[language],
    buttons: [[{ text: texts.propose[language], data: 'opening:' }]],
    expects: { step: 'first_words', state },
  };
}

/** The AI proposes the first words in a role; `opening:3` names it, and is asked for otherwise. */
export async function proposeFirst({ app, caller, words, state }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const choice = readTalkState(chosen, state);
  const roles = await listRoles(app, workspaceId, { limit: MOST_ROLES, beforeId: undefined });
  const expects = { step: 'first_words', state: choice };
  const named = roles.find(({ id }) => String(id) === words) ?? only(roles);
  if (!named)
    return {
      html: (roles.length > 0 ? texts.whichRole : texts.noRole)[language],
      buttons: roles.map(({ id, name }) => [{ text: name, data: `opening:${id}` }]),
      expects,
    };
  const firstName = await firstNameOf(app, workspaceId, choice.username);
  const opening = await writeOpening(app, { workspaceId, roleId: named.id, firstName });
  if ('reason' in opening)
    return {
      html: escapeHtml(texts.notProposed(handOverTexts[opening.reason])[language]),
      expects,
    };
  return {
    html: texts.proposed(escapeHtml(opening.text))[language],
    buttons: [
      [{ text: texts.sendProposed[language], data: 'opening_send:' }],
      [{ text: texts.another[language], data: `opening:${named.id}` }],
    ],
    expects: { step: 'first_words', state: { ...choice, proposed: opening.text } },
  };
}

/** The proposal was liked as it is. */
export async function sendProposed(turn: BotTurn): Promise<BotReply> {
  const { proposed = '' } = readTalkState(chosen, turn.state);
  return sayFirst({ ...turn, words: proposed });
}

const only = <T>(things: readonly T[]): T | undefined =>
  things.length === 1 ? things[0] : undefined;

async function firstNameOf(app: App, workspaceId: number, username: string): Promise<string> {
  const [known] = await app.db
    .select({ firstName: contacts.firstName })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.username, username)));
  return known?.firstName ?? '';
}

/** The first words themselves: they go the way of every message, and the gate has its say. */
export async function sayFirst({ app, caller, words, state, key }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const { username, basis } = readTalkState(chosen, state);
  if (words === '') throw new AppError('invalid_request', texts.textNeeded);
  const request = {
    username,
    type: 'text' as const,
    content: words,
    quiet_hours: true,
    ...(basis && {
      consent: { source: `${SOURCE}: ${basis}`, basis, evidence: { named_by: 'operator' } },
    }),
  };
  const posted = await postMessage(app, caller, request, {
    deadline: undefined,
    idempotencyKey: key,
  });
  const message = await waitForMessage(app, workspaceId, posted.id, WAIT_MS);
  const number = await numberOf(app, workspaceId, message.dialogId);
  if (message.status === 'sent') return { html: texts.sent(number)[language] };
  const { why } = await explainMessage(app, message, language);
  const isWaiting = message.status === 'queued' || message.status === 'sending';
  return {
    html: isWaiting
      ? texts.queued(number, escapeHtml(why))[language]
      : texts.notSent(escapeHtml(why))[language],
  };
}

async function latestDialog(app: App, workspaceId: number, contactId: number) {
  const [dialog] = await app.db
    .select({ number: dialogs.number })
    .from(dialogs)
    .where(and(eq(dialogs.workspaceId, workspaceId), eq(dialogs.contactId, contactId)))
    .orderBy(desc(dialogs.id))
    .limit(1);
  return dialog;
}

async function numberOf(app: App, workspaceId: number, dialogId: number): Promise<number> {
  const [dialog] = await app.db
    .select({ number: dialogs.number })
    .from(dialogs)
    .where(and(eq(dialogs.workspaceId, workspaceId), eq(dialogs.id, dialogId)));
  if (!dialog) throw new Error('a message without its dialog');
  return dialog.number;
}
