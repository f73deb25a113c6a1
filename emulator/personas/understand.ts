import type { Language } from './persona.ts';

/** What a message is about, as far as a stranger would notice. */
export type Topic =
  | 'price'
  | 'when'
  | 'where'
  | 'how'
  | 'who'
  | 'name'
  | 'amount'
  | 'call'
  | 'link'
  | 'wanted'
  | 'sorry'
  | 'thanks'
  | 'bye'
  | 'media'
  | 'question'
  | 'statement';

/** Tried in this order: what asks for something beats what is only polite. */
const signs: [topic: Topic, pattern: RegExp][] = [
  [
    'name',
    /как (?:вас|тебя) зовут|как (?:к вам|к тебе) обращаться|(?:ваше|твоё|твое) имя|what(?:'s| is) your name|your name\?/iu,
  ],
  ['call', /созвон|позвон|по телефону|звонок|\bcall\b|\bphone\b|\bzoom\b/iu],
  [
    'price',
    /сколько сто|цен[аыуе]|стоимост|почём|почем(?![а-яё])|бюджет|price|\bcost|how much|budget/iu,
  ],
  [
    'when',
    /когда|во сколько|какой день|какое время|удобно ли|вам удобно|завтра|\bwhen\b|what time|tomorrow|which day/iu,
  ],
  [
    'where',
    /(?<![а-яё])где(?![а-яё])|какой город|какого города|из какого|адрес|район|\bwhere\b|which city|address|located/iu,
  ],
  ['amount', /сколько (?:вам|штук|человек|нужно)|какое количество|how many|quantity/iu],
  ['link', /ссылк|перейдите|https?:\/\/|\blink\b/iu],
  [
    'how',
    /как (?:это )?(?:работает|вы|ты|у вас)|каким образом|\bhow (?:do|does|did|is|are|would)\b/iu,
  ],
  [
    'who',
    /кем (?:вы|ты)|чем (?:вы )?занима|расскажите о себе|who are you|what do you do|about yourself/iu,
  ],
  [
    'wanted',
    /интересн|актуальн|хотите|хотели бы|нужн[оаы]? ли|подойд[её]т|interested|would you like|do you want|relevant|need/iu,
  ],
  ['sorry', /извин|прост(?:и|ите)(?![а-яё])|больше не побеспоко|sorry|apolog/iu],
  ['thanks', /спасибо|благодар|thank/iu],
  ['bye', /до свидания|всего доброго|хорошего дня|\bbye\b|have a (?:nice|good) day/iu],
];

/** What a message is about. @param text  empty for media without a caption */
export function topicOf(text: string): Topic {
  if (text.trim() === '') return 'media';
  for (const [topic, pattern] of signs) if (pattern.test(text)) return topic;
  return text.includes('?') ? 'question' : 'statement';
}

/** Cyrillic letters make it Russian. */
export function languageOf(text: string): Language {
  return /[а-яё]/i.test(text) ? 'ru' : 'en';
}
