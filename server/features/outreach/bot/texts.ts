import type { CampaignStatus } from '../../../../contract/campaigns.ts';
import { enCount, ruCount, type Text } from '../../../base/text.ts';

/** What the workspace's bot says about campaigns. */
export const texts = {
  aboutPause: { ru: 'Поставить кампании на паузу', en: 'Pause the campaigns' },
  aboutResume: { ru: 'Продолжить кампанию', en: 'Resume a campaign' },
  pausedByBot: { ru: 'Пауза из Telegram', en: 'Paused from Telegram' },
  paused: { ru: 'На паузе, больше ничего не уходит:', en: 'Paused, nothing leaves any more:' },
  resumed: { ru: 'Продолжаем:', en: 'Going on:' },
  nothingRuns: { ru: 'Сейчас ни одна кампания не идёт.', en: 'No campaign is running now.' },
  nothingPaused: { ru: 'На паузе ничего нет.', en: 'Nothing is paused.' },
  whichToResume: {
    ru: 'Какую продолжить? Напишите её номер: /resume 3',
    en: 'Which one shall go on? Write its number: /resume 3',
  },
  numberNeeded: {
    ru: 'Нужен номер кампании: /pause 3 или /resume 3.',
    en: 'A campaign’s number is needed: /pause 3 or /resume 3.',
  },
  undecided: (n: number): Text => ({
    ru: `Про ${ruCount(n, ['сообщение', 'сообщения', 'сообщений'])} пока не известно, дошло ли: ушло до паузы.`,
    en: `Of ${enCount(n, 'message')} it is not known yet whether it arrived: it left before the pause.`,
  }),

  menuCampaigns: { ru: '📣 Рассылки', en: '📣 Campaigns' },
  menuInvites: { ru: '📨 Приглашения', en: '📨 Invites' },
  newCampaign: { ru: '➕ Новая рассылка', en: '➕ New campaign' },
  newInvite: { ru: '➕ Позвать людей в чат', en: '➕ Invite people into a chat' },
  noCampaigns: { ru: 'Рассылок пока нет.', en: 'There are no campaigns yet.' },
  noInvites: { ru: 'Приглашений пока нет.', en: 'There are no invites yet.' },
  more: { ru: 'Ещё ›', en: 'More ›' },
  begun: (n: number, all: number): Text => ({ ru: `${n} из ${all}`, en: `${n} of ${all}` }),
  into: (title: string): Text => ({ ru: `В чат «${title}»`, en: `Into "${title}"` }),
  progress: (bar: string, n: number, all: number): Text => ({
    ru: `${bar} ${n} из ${all}`,
    en: `${bar} ${n} of ${all}`,
  }),
  dialogs: (p: {
    active: number;
    completed: number;
    converted: number;
    stopped: number;
  }): Text => ({
    ru: `В диалоге ${p.active}, завершено ${p.completed + p.converted}, отказались ${p.stopped}`,
    en: `${p.active} under way, ${p.completed + p.converted} completed, ${p.stopped} stopped`,
  }),
  invited: (i: {
    added: number;
    link_sent: number;
    joined: number;
    refused: number;
    already_there: number;
  }): Text => ({
    ru: `Добавлено ${i.added}, ссылок отправлено ${i.link_sent}, по ссылке пришли ${i.joined}, нельзя добавить ${i.refused}, уже были в чате ${i.already_there}`,
    en: `${i.added} added, ${i.link_sent} links sent, ${i.joined} joined by link, ${i.refused} cannot be added, ${i.already_there} were there already`,
  }),
  waiting: (n: number): Text => ({
    ru: `Ждут ответа человека: ${n}`,
    en: `Waiting for a person: ${n}`,
  }),
  notWritten: (leftOut: number, failed: number): Text => ({
    ru: `Пропущено ${leftOut}, не дошло ${failed}`,
    en: `${leftOut} left out, ${failed} failed`,
  }),
  results: { ru: 'Что вышло', en: 'Results' },
  noResults: { ru: 'Пока ничего не отправлено.', en: 'Nothing was sent yet.' },
  stageResult: (s: {
    kind: 'stage' | 'follow_up' | 'invite';
    stage: number;
    variant: number;
    sent: number;
    answered: number;
  }): Text => {
    const names: Record<typeof s.kind, Text> = {
      stage: {
        ru: `Сообщение ${s.stage}, вариант ${s.variant}`,
        en: `Message ${s.stage}, variant ${s.variant}`,
      },
      follow_up: { ru: 'Напоминание', en: 'Reminder' },
      invite: { ru: 'Добавление в чат', en: 'Adding to the chat' },
    };
    const { ru, en } = names[s.kind];
    return {
      ru: `${ru}: отправлено ${s.sent}, ответили ${s.answered}`,
      en: `${en}: ${s.sent} sent, ${s.answered} answered`,
    };
  },
  pause: { ru: '⏸ Пауза', en: '⏸ Pause' },
  goOn: { ru: '▶️ Продолжить', en: '▶️ Go on' },
  stop: { ru: '⏹ Остановить', en: '⏹ Stop' },
  start: { ru: '🚀 Запустить', en: '🚀 Start' },
  deleteDraft: { ru: 'Удалить черновик', en: 'Delete the draft' },
  draftDeleted: { ru: 'Черновик удалён.', en: 'The draft is deleted.' },
  askToStop: (name: string): Text => ({
    ru: `Остановить «${name}» насовсем? Кому ещё не написали, тем уже не напишем.`,
    en: `Stop "${name}" for good? Whoever was not written to yet will not be.`,
  }),
  stopYes: { ru: 'Да, остановить', en: 'Yes, stop' },
  leavesWithin: (people: number, days: number, last: string): Text => ({
    ru: `Получат ${ruCount(people, ['человек', 'человека', 'человек'])}.\nУйдёт примерно за ${ruCount(days, ['день', 'дня', 'дней'])}, последнее ${date('ru', last)}.`,
    en: `${enCount(people, 'person', 'people')} will get it.\nIt leaves within about ${enCount(days, 'day')}, the last one on ${date('en-GB', last)}.`,
  }),
  neverReached: (reached: number, people: number): Text => ({
    ru: `Получат ${reached} из ${people}: для остальных у аккаунтов нет места.\nДобавьте аккаунтов или поднимите лимиты.`,
    en: `${reached} of ${people} will get it: the accounts have no room for the others.\nAdd accounts or raise the limits.`,
  }),
  leftOut: { ru: 'Останутся без сообщения:', en: 'Left out:' },
};

const date = (locale: string, day: string) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString(locale, {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });

export const stateTexts: Record<CampaignStatus, Text> = {
  draft: { ru: '📝 Черновик', en: '📝 Draft' },
  scheduled: { ru: '🕒 Ждёт своего часа', en: '🕒 Scheduled' },
  running: { ru: '🟢 Идёт', en: '🟢 Running' },
  paused: { ru: '⏸ На паузе', en: '⏸ Paused' },
  done: { ru: '✅ Завершена', en: '✅ Done' },
};

/** What the wizard of a new campaign says. */
export const wizardTexts = {
  noAudiences: {
    ru: 'Сначала нужна аудитория: соберите её.',
    en: 'An audience is needed first: make one.',
  },
  toAudiences: { ru: '👥 Аудитории', en: '👥 Audiences' },
  whom: { ru: 'Кому пишем? Выберите аудиторию.', en: 'To whom? Choose an audience.' },
  whomToInvite: {
    ru: 'Кого зовём? Выберите аудиторию.',
    en: 'Whom do we invite? Choose an audience.',
  },
  whatToSay: {
    ru: 'Пришлите текст сообщения или выберите сценарий.\nМожно подставить имя: {{ first_name | default: "здравствуйте" }}',
    en: 'Send the text of the message, or choose a script.\nA name can be put in: {{ first_name | default: "there" }}',
  },
  whatToSayInvite: {
    ru: 'Пришлите текст приглашения или выберите сценарий. Ссылку на чат добавим в конец или туда, где стоит {{ invite_link }}.',
    en: 'Send the text of the invite, or choose a script. The link goes to the end, or where {{ invite_link }} stands.',
  },
  whatToSayAdd: {
    ru: 'Добавим молча. Кого добавить нельзя, тому один раз отправим ссылку. Пришлите для этого текст или выберите сценарий.',
    en: 'People are added without a word. Who cannot be added is sent the link once. Send the text for that, or choose a script.',
  },
  preview: (person: string, text: string): Text => ({
    ru: `Вот что прочтёт ${person}:\n\n<blockquote>${text}</blockquote>\nЧтобы изменить, пришлите другой текст.`,
    en: `This is what ${person} will read:\n\n<blockquote>${text}</blockquote>\nTo change it, send another text.`,
  }),
  next: { ru: 'Дальше ›', en: 'Next ›' },
  more: { ru: 'Ещё ›', en: 'More ›' },
  whichAccounts: (chosen: number, all: number): Text => ({
    ru:
      chosen === 0
        ? `С каких аккаунтов? Сейчас: со всех (${all}).`
        : `С каких аккаунтов? Выбрано ${chosen} из ${all}.`,
    en:
      chosen === 0
        ? `From which accounts? Now: all (${all}).`
        : `From which accounts? ${chosen} of ${all} chosen.`,
  }),
  all: { ru: 'Все', en: 'All' },
  noAccounts: {
    ru: 'Сначала нужен аккаунт: добавьте его.',
    en: 'An account is needed first: add one.',
  },
  toAccounts: { ru: '👤 Аккаунты', en: '👤 Accounts' },
  whichRole: {
    ru: 'Кто отвечает на вопросы? Можно доверить роли ИИ.',
    en: 'Who answers questions? An AI role can.',
  },
  noRole: { ru: 'Отвечаем сами', en: 'We answer ourselves' },
  whichChat: {
    ru: 'В какой чат зовём? Видны чаты, где аккаунты — администраторы с правом приглашать.',
    en: 'Into which chat? These are the chats that the accounts administer with the right to invite.',
  },
  noChats: {
    ru: 'Ни один аккаунт на связи не управляет чатом, куда мог бы приглашать. Сделайте аккаунт администратором с правом приглашать.',
    en: 'No connected account administers a chat that it could invite into. Make an account an administrator with that right.',
  },
  whichWay: {
    ru: 'Как зовём?\n\n<b>Ссылкой</b>: человек получит сообщение и решит сам.\n<b>Добавить</b>: он окажется в чате сразу, если это разрешает; кто не разрешает, получит ссылку.',
    en: 'How?\n\n<b>By link</b>: the person gets a message and decides.\n<b>Add</b>: they are in the chat at once if they allow it; who does not is sent the link.',
  },
  byLink: { ru: 'Ссылкой', en: 'By link' },
  byAdding: { ru: 'Добавить', en: 'Add' },
  chooseByButton: {
    ru: 'Здесь нужно выбрать кнопкой.',
    en: 'Choose with a button here.',
  },
};
