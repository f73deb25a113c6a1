import type { App } from '../../context.ts';
import type { BotReply } from '../../feature.ts';
import { liftDoNotContact } from '../contacts/do-not-contact.ts';
import { identifyContact } from '../contacts/identify-contact.ts';
import { recordConsent } from '../contacts/record-consent.ts';
import { stopWriting } from '../messages/stop-writing.ts';
import type { Heard } from './heard.ts';
import { isLinkCode, linkOperator } from './link-operator.ts';
import { readCommand } from './read-command.ts';
import { answerBuyer } from './sales-words.ts';
import { asPerson, subscribe } from './subscribers.ts';
import { texts } from './texts.ts';

/** What the button carries by which a person who said stop comes back. */
const COME_BACK = 'person_back';

/**
 * What anybody who isn't of the team gets from a bot: start, help, settings, stop. A stop here is a
 * stop everywhere.
 */
export async function answerPerson(app: App, heard: Heard): Promise<BotReply | undefined> {
  const { update, language } = heard;
  if (update.kind === 'button')
    return update.data === COME_BACK ? comeBack(app, heard) : { html: texts.oldButton[language] };
  if (update.kind !== 'message') return undefined;
  const { name, words } = readCommand(update.text);
  switch (name) {
    case 'start':
      return start(app, heard, words);
    case 'stop':
      return stop(app, heard);
    case 'settings':
      return settings(app, heard);
    default:
      return (await answerBuyer(app, heard, name)) ?? help(heard);
  }
}

function help({ bot, language }: Heard): BotReply {
  const lines = [texts.personHelp, ...(bot.features.includes('sales') ? [texts.buyerHelp] : [])];
  return { html: lines.map((line) => line[language]).join('\n') };
}

/**
 * Whether a customer of a sales bot means us, as a person whom we write to, and not their own
 * workspace: they stop our words, or want them again.
 */
export function isForPerson(update: Heard['update']): boolean {
  if (update.kind === 'button') return update.data === COME_BACK;
  if (update.kind !== 'message') return false;
  const { name, words } = readCommand(update.text);
  return (name === 'stop' || name === 'settings') && words === '';
}

/** They are a contact and a subscriber from now on, with the word of the link they came by. */
export function startBot(app: App, { bot, update }: Omit<Heard, 'language'>, payload: string) {
  return app.database.transaction((tx) =>
    subscribe(app, tx, bot, update.from, payload.slice(0, 64)),
  );
}

async function start(app: App, heard: Heard, payload: string): Promise<BotReply> {
  const { bot, update, language } = heard;
  if (isLinkCode(payload)) return linkOperator(app, bot, update.from, payload, language);
  const contact = await startBot(app, heard, payload);
  if (contact.optedOutAt) return stopped(language);
  return { html: texts.personWelcome[language] };
}

async function settings(app: App, heard: Heard): Promise<BotReply> {
  const { bot, update, language } = heard;
  const contact = await app.database.transaction((tx) =>
    identifyContact(app, tx, bot.workspaceId, asPerson(update.from)),
  );
  return contact.optedOutAt ? stopped(language) : { html: texts.personSettings[language] };
}

/** Nothing is written to them any more, from any account or bot; this is the last word. */
async function stop(app: App, { bot, update, language }: Heard): Promise<BotReply> {
  const words = [
    texts.personStopped,
    ...(bot.features.includes('sales') ? [texts.customerStays] : []),
  ].map((text) => text[language]);
  const at = update.kind === 'message' ? update.sentAt : app.clock.now().toISOString();
  await stopWriting(app, bot.workspaceId, asPerson(update.from), {
    reason: 'asked the bot to stop',
    evidence: { way: 'bot', bot: bot.username, words: '/stop', at },
    actor: { kind: 'system' },
  });
  return { html: words.join('\n\n'), buttons: backButton(language) };
}

const backButton = (language: Heard['language']) => [
  [{ text: texts.comeBackButton[language], data: COME_BACK }],
];

const stopped = (language: Heard['language']): BotReply => ({
  html: texts.personIsStopped[language],
  buttons: backButton(language),
});

/** Their own tap under words that say what they agree to is a consent, dated after the stop. */
async function comeBack(app: App, { bot, update, language }: Heard): Promise<BotReply> {
  const { workspaceId, username } = bot;
  await app.database.transaction(async (tx) => {
    const contact = await identifyContact(app, tx, workspaceId, asPerson(update.from));
    const { id: contactId, telegramId, phone } = contact;
    if (contact.optedOutAt) {
      const person = { contactId, telegramId, username: contact.username, phone };
      const because = `came back by themselves: bot ${username}, update ${update.updateId}`;
      const actor = { kind: 'system' as const };
      await liftDoNotContact(app, tx, workspaceId, person, { because, actor });
    }
    await recordConsent(app, tx, workspaceId, contactId, {
      source: `bot @${username}`,
      basis: 'opt_in',
      evidence: {
        way: 'bot',
        bot: username,
        shown: texts.personIsStopped[language],
        pressed: texts.comeBackButton[language],
        at: app.clock.now().toISOString(),
      },
    });
  });
  return { html: texts.personBack[language] };
}
