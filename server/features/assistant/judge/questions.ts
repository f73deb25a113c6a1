import { createPhraseBook, replacePhrases } from './phrase-book.ts';

/** Ends like a question and asks nothing: «да?», "ok?", «почему бы и нет?» */
const askingNothing = createPhraseBook([
  '^ (да|ну|алло|але|ау|ок|хорошо|ладно|привет|здравствуйте|ok|okay|yes|hi|helo|hey|deal|sure) ?',
  'почему ~ (бы|б)? и? нет|не .. ?',
  'why ~ not ~ (try)? ?',
]);

/** Begins like a question, whatever it ends with: «кому платить», "how much". */
const beginning = createPhraseBook([
  '^^ (привет|здравствуйте|добрый день|извините|простите|алло|hi|hey|helo|sorry)? ,? (а|и|ну|так|so|and|ok)? ,? (кто|кому|кого|куда|где|откуда|(сколько $)|(сколько .. (сто|цен|руб|дн|врем|длит|мест|ждат|плат|буд|дет|ехат|чел|вес|на|за|по|с|в|это|нужно|надо|у|все|вс)*)|почем|какой|какая|какое|какие|чей|чья|зачем|почему) .. .. $',
  '^^ (привет|здравствуйте|добрый день|извините|простите|алло|hi|hey|helo|sorry)? ,? (а|и|ну|так|so|and|ok)? ,? (who|whos|whose|whom|where|wheres|which|how much|how many|how long|how far|how do|how does|how did|what is|whats the|whats your|whats it|whats this|what are|what do|what does|what time|when is|when do|when does|when are) .. .. $',
]);

/** Is it a question: by a clause's question mark, or by how all of it begins? */
export function isAsking(said: readonly string[]): boolean {
  if (replacePhrases(askingNothing, said, '.').includes('?')) return true;
  return replacePhrases(beginning, said, undefined).length < said.length;
}
