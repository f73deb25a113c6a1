import { enCount, ruCount } from '../../shared/counts.ts';
import { defineTexts } from '../../shared/language.tsx';

/** What a campaign would do. */
export const forecastTexts = defineTexts(
  {
    replyShare: 'Если ответит',
    replyShareHint: 'Кто ответил, тому напоминание не нужно.',
    chart: 'Первые сообщения и напоминания по дням и аккаунтам',
    chartFirstDays: (n: number) => `На графике первые ${ruCount(n, ['день', 'дня', 'дней'])}.`,
    otherAccounts: 'остальные',
    day: 'День',
    firsts: 'Первых',
    followUps: 'Напоминаний',
    lastFirst: 'Последнему напишем',
    endsAt: 'Закончится',
    notForeseeable: 'дольше года',
    waiting: 'Не успеем за год',
    leftOut: 'Кого пропустим',
    leftOutNobody: 'Никого: написать можно всем.',
    notCounted: 'сейчас не может писать, в расчёт не входит',
    table: 'Таблицей',
    recount: 'Посчитать заново',
    forecastHint:
      'Считается по тем же лимитам, прогреву, часам и паузам, что и настоящая отправка.',
  },
  {
    replyShare: 'If so many answer',
    replyShareHint: 'Whoever answered needs no reminder.',
    chart: 'First messages and reminders by day and account',
    chartFirstDays: (n: number) => `The chart shows the first ${enCount(n, 'day')}.`,
    otherAccounts: 'others',
    day: 'Day',
    firsts: 'First',
    followUps: 'Reminders',
    lastFirst: 'Last one written to',
    endsAt: 'Ends',
    notForeseeable: 'more than a year',
    waiting: 'Not within a year',
    leftOut: 'Who is left out',
    leftOutNobody: 'Nobody: everyone can be written to.',
    notCounted: 'cannot write now, not counted on',
    table: 'As a table',
    recount: 'Count anew',
    forecastHint: 'By the same limits, warm-up, hours and pauses as the real sending.',
  },
);
