import { plainText } from './plain-text.ts';

/** Models excuse themselves in the same words again and again. */
const EXCUSES: readonly RegExp[] = [
  /\bas an? (ai|artificial|large language|language) ?(model|assistant|intelligence|language)?\b/,
  /\bi('m| am) (just |only )?(an? )?(ai|artificial intelligence|language model|large language|virtual assistant|chat ?bot)\b/,
  /\bi('m| am) (sorry|afraid),?( but)? i('m| am)? ?(can't|cannot|can not|unable|not able|won't)/,
  /\bi (can't|cannot|can not|won't|am unable to|am not able to) (assist|help|comply|fulfil|provide|answer|discuss|engage|continue|do that|share|respond)/,
  /\b(my|openai's?|the) (guidelines|programming|content policy|policies|developers|creators)\b/,
  /\b(knowledge cut-?off|training data)\b/,
  /как (искусственный интеллект|ии|языков[а-я]+ модель|больш[а-я]+ языков[а-я]+|нейросеть|чат-?бот|виртуальный (ассистент|помощник))/,
  /я( —| -|,)? (всего лишь |только |просто )?(ии|искусственный интеллект|языковая модель|большая языковая|нейросеть|чат-?бот|виртуальный (ассистент|помощник))/,
  /(извините|простите|прошу прощения|к сожалению)[, ]+(но )?я не (могу|вправе|имею права|в состоянии|буду)/,
  /я не (могу|вправе|имею права|в состоянии) (вам |тебе )?(помочь|ответить|обсуждать|выполнить|предоставить|продолжать|поделиться|комментировать|раскрыть)/,
  /(мои|моих|моим) (инструкци|разработчик|создател|правил|настройк|ограничени)/,
  /(обучающ[а-я]+ данн|на момент моего обучения|моей базы знаний)/,
];

/** Whether a model excuses itself or speaks of being one: nothing that a team would send. */
export function findRefusal(answer: string): boolean {
  const plain = plainText(answer);
  return EXCUSES.some((excuse) => excuse.test(plain));
}
