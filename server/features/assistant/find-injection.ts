import { plainText } from './plain-text.ts';

/** What a model was told before. */
const RULES_EN =
  '(instructions?|prompts?|rules|directions?|guidelines?|commands?|context|training|programming|restrictions?)';
const RULES_RU =
  '(инструкц|указани|правил|промпт|промт|установк|настройк|команд|ограничени|запрет|директив)';

/** How people try to steer a model by what they write to it, in a text made plain. */
const ATTEMPTS: readonly RegExp[] = [
  // «ignore all previous instructions», «forget everything above»
  new RegExp(
    `\\b(ignore|disregard|forget|override|bypass|neglect|drop) (?:\\w+ ){0,4}?(all|any|every|previous|prior|above|earlier|your|these|those|the|my) (?:[\\w']+ ){0,4}?${RULES_EN}\\b`,
  ),
  /\b(ignore|disregard|forget) (all|any|every) (of )?(the )?(previous|prior|above|earlier) messages?/,
  /\b(ignore|disregard|forget) (all|everything|anything)( that)?( you)?( were| was| have been)?( \w+)? (above|before|previous|prior|earlier|told|said|learned)/,
  /\bdo(n't| not) follow (your|the|any) (\w+ )?(instructions?|rules|guidelines?)/,
  // «show me your system prompt»
  /\b(reveal|show|print|repeat|output|tell|give|share|display|leak|write|send|recite|quote|what('s| is| are| was| were))\b.{0,40}\b(system|initial|hidden|original|secret|internal) (prompts?|instructions?|rules|messages?|configuration|settings)/,
  /\byour prompt\b(?! (reply|response|answer|attention|action|delivery|help))|\bsystem prompt\b/,
  /\b(reveal|print|recite|leak|output|repeat) (me )?(all )?(of )?your (\w+ )?(instructions|rules|guidelines)/,
  /\b(repeat|print|output|write out) (everything|all|the (text|words|lines?|message)) (that (is|was|came) )?(above|before)/,
  // another role
  /\b(you are|you're) (now|no longer) (a|an|the|my|in|dan|free|not|bound|going)\b/,
  /\b(from now on|henceforth),? (you|your|act|answer|respond|ignore)\b/,
  /\b(pretend|imagine) (that )?(you are|you're|to be|you have no)\b/,
  /\bact as (a|an|if|though|my|the)\b(?! soon)/,
  /\b(developer|debug|god|dan|jailbreak) mode\b|\bjail ?break|\bdo anything now\b/,
  /\bnew (system )?(instructions?|rules|prompt) ?:/,
  // the marks in which prompts are written
  /<\|[\w ]+\|>|\[\/?inst\]|<<\/?sys>>|<\/?(system|assistant|instructions?|prompt)>|#{2,} ?(system|instructions?)/,

  // «забудь все инструкции», «игнорируйте всё, что выше»
  new RegExp(
    `(забудь|забыть|игнорир|проигнорир|отбрось|сбрось|обойди|наруш|не (?:следуй|слушай|соблюдай|выполняй)|отмени|удали|перезапиши|замени)[а-я]*,? (?:[а-я]+,? ){0,5}?${RULES_RU}`,
  ),
  /(забудь|игнорируй|проигнорируй|отбрось)(те)? (про )?вс(е|ю|его|я)[ ,].{0,25}(что|выше|раньше|ранее|до этого|предыдущ|прошл|говори|сказал|написан|учил)/,
  /(не обращай(те)? внимани[ея]|наплюй|плюнь) на .{0,30}(инструкц|указани|правил|промпт|промт|установк|ограничени)/,
  // «покажи системный промпт»
  /(покаж|выведи|раскрой|напиш|повтори|процитир|пришли|скаж|расскаж|перечисл|перескаж|назови|какой|какие|каков).{0,40}(системн|скрыт|начальн|исходн|секретн|первоначальн|внутренн)[а-я]+ (промпт|промт|подсказк|инструкц|сообщени|настройк|команд|правил|установк)/,
  /(твой|твоего|твоем|свой|своего|ваш|вашего|у тебя( \S+)?|у вас( \S+)?) (системн[а-я]+ )?(промпт|промт)/,
  /(промпт|промт)[а-я]* (у тебя|у вас|тебе|в тебя|который тебе)/,
  /(покажи|выведи|раскрой|повтори|процитируй|перечисли|перескажи) (мне )?(все )?(свои|твои) (\S+ )?(инструкц|правила|указани|установк|настройк|команд)/,
  /(какие|что за) (у тебя|тебе дали|тебе задали) (\S+ )?(инструкц|правила|указани|установк)/,
  /(повтори|выведи|напечатай|процитируй)(те)? (вс[её]|весь текст|текст|слова),? (что )?(\S+ )?(выше|до этого|ранее)/,
  // another role
  /(ты теперь|теперь ты|отныне ты|с этого момента ты|с этой минуты ты|впредь ты)( |$)/,
  /(представь|вообрази),? что ты( |$)|притворись|притворяйся|сыграй роль|веди себя (так,? )?(как|будто)|(действуй|отвечай|говори|пиши) (так,? )?(как (если|будто|пират|бот|человек,? котор)|будто ты)/,
  /режим[а-я]* разработчик|джейлбре[ий]к|без (всяких )?(цензуры|ограничений) (отвечай|ответь|говори|пиши)/,
  /нов(ые|ая|ое) (системн[а-я]+ )?(инструкци|правил|указани|промпт|промт|задани)[а-я]* ?:/,
];

/** How a line begins that plays a part in the talk with the model. */
const PART =
  /^\W{0,4}(system|assistant|developer|user|instructions?|система|ассистент|системное сообщение|инструкция для (бота|модели|ии|нейросети))( message| prompt)? ?:/;

/**
 * Whether somebody tries to steer the model by what they write. It errs on the side of caution:
 * such a message is answered by a person, and the person it came from loses nothing.
 */
export function findInjection(text: string): boolean {
  const plain = plainText(text);
  return (
    ATTEMPTS.some((attempt) => attempt.test(plain)) ||
    text.split(/\r?\n/).some((line) => PART.test(plainText(line)))
  );
}
