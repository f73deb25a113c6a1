import { enCount, ruCount, type Text } from '../../../base/text.ts';

export const texts = {
  mayNotInvite: {
    ru: 'аккаунт в этом чате не администратор или не может приглашать',
    en: 'the account is no administrator of this chat, or may not invite',
  },
  notConnected: {
    ru: 'аккаунт сейчас не на связи',
    en: 'the account is not connected now',
  },
  cannotInvite: (refused: readonly { key: string; why: Text }[], chat: number): Text => ({
    ru: `Не все аккаунты кампании могут приглашать в чат ${chat}. ${list(refused, 'ru')}. Выберите для кампании другие аккаунты или сделайте их администраторами с правом приглашать.`,
    en: `Not all accounts of the campaign may invite into the chat ${chat}. ${list(refused, 'en')}. Choose other accounts for the campaign, or make them administrators with the right to invite.`,
  }),
  tooManyAccounts: (most: number): Text => ({
    ru: `Приглашать может не больше ${ruCount(most, ['аккаунта', 'аккаунтов', 'аккаунтов'])} сразу: столько администраторов бывает в чате. Выберите аккаунты кампании.`,
    en: `At most ${enCount(most, 'account')} may invite at once: a chat has no more administrators. Choose the accounts of the campaign.`,
  }),
  onlyDraft: {
    ru: 'Куда и как приглашать, можно менять только до запуска.',
    en: 'Where to and how people are invited can be changed only before the launch.',
  },
  pausedWithoutInviters: {
    ru: 'Ни один аккаунт больше не может приглашать в этот чат. Верните им право приглашать и продолжите кампанию.',
    en: 'No account may invite into this chat any more. Give them the right back and resume the campaign.',
  },
};

/** So many accounts are named in a refusal. */
const MOST_NAMED = 5;

function list(refused: readonly { key: string; why: Text }[], language: 'ru' | 'en'): string {
  const named = refused.slice(0, MOST_NAMED).map(({ key, why }) => `${key}: ${why[language]}`);
  const more = refused.length - named.length;
  return [...named, ...(more > 0 ? [`+${more}`] : [])].join('; ').replace(/\.$/, '');
}
