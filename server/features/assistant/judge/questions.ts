import { createPhraseBook, replacePhrases } from './phrase-book.ts';

/** Ends like a question and asks nothing: «да?», "ok?", «почему бы и нет?» */
const askingNothing = createPhraseBook([
  '^ (да|ну|алло|але|ау|ок|хорошо|ладно|привет|здравствуйте|ok|okay|yes|hi|helo|hey|deal|sure) ?',
  'почему ~ бы? и? нет|не .. ?',
  'why ~ not ~ (try)? ?',
]);

/** Does a clause of it end in a question mark? */
export function isAsking(said: readonly string[]): boolean {
  return replacePhrases(askingNothing, said, '.').includes('?');
}
