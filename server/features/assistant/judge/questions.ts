import { anyPhrase, markFillers } from './phrase-pattern.ts';

/** Ends like a question and asks nothing: «да?», "ok?", «почему бы и нет?» */
const askingNothing = anyPhrase([
  '^ (да|ну|алло|але|ау|ок|хорошо|ладно|привет|здравствуйте|ok|okay|yes|hi|helo|hey|deal|sure) ?',
  'почему ~ бы? и? нет|не .. ?',
  'why ~ not ~ (try)? ?',
]);

/** Does a clause of it end in a question mark? */
export function isAsking(said: string): boolean {
  return markFillers(said).replace(askingNothing, '. ').includes('?');
}
