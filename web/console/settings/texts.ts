import { defineTexts } from '../../shared/language.tsx';

/** The sections of the settings, and what several of them say. */
export const settingsTexts = defineTexts(
  {
    title: 'Настройки',
    sections: 'Разделы настроек',
    general: 'Общие',
    proxy: 'Прокси',
    bots: 'Боты',
    sales: 'Продажи',
    team: 'Команда',
    keys: 'Ключи API',
    ai: 'ИИ',
    me: 'Мой профиль',
    readOnly:
      'Вы можете смотреть, но не менять. Для изменений попросите владельца или администратора.',
    roles: {
      owner: 'Владелец',
      admin: 'Администратор',
      operator: 'Оператор',
      specialist: 'Специалист',
    },
    roleHints: {
      owner: 'Может всё, и только он назначает владельцев',
      admin: 'Может всё, кроме того, что касается владельцев',
      operator: 'Ведёт кампании, контакты и диалоги; аккаунты и настройки только видит',
      specialist: 'Только диалоги и контакты',
    },
  },
  {
    title: 'Settings',
    sections: 'Sections of the settings',
    general: 'General',
    proxy: 'Proxy',
    bots: 'Bots',
    sales: 'Sales',
    team: 'Team',
    keys: 'API keys',
    ai: 'AI',
    me: 'My profile',
    readOnly: 'You may look but not change. Ask an owner or an admin for changes.',
    roles: {
      owner: 'Owner',
      admin: 'Admin',
      operator: 'Operator',
      specialist: 'Specialist',
    },
    roleHints: {
      owner: 'May do everything, and is the only one who makes owners',
      admin: 'May do everything except what concerns owners',
      operator: 'Runs campaigns, contacts and dialogs; only sees accounts and settings',
      specialist: 'Dialogs and contacts only',
    },
  },
);
