/** Call it spam or a swindle. */
export const spamPhrases: readonly string[] = [
  '^ ~ (опять|снова|очередной|очередная|сплошной|какой то|одни|один|блин|чертов|гребаный|это|вы|ваш)? ~ спам|спамер|спамеры|спамеров|спамерам|спамерша ~ .. $.',
  '(опять|снова|очередной|очередная|хватит|достал|надоел|замучил|сплошной|ненавижу|терпеть) .. (спам|реклам)*',
  '(опять|снова) (вы|ты) ~',
  'спамите|спамишь|спамеры|спамер',
  '^ ~ (это|вы|ты|там|у вас|явно|очередной|очередные|сплошной|чистый|обычный|типичный)? ~ (мошенник|мошенники|мошенница|лохотрон|развод|разводняк|разводилы|разводила|аферист|аферисты|жулик|жулики|кидалово|обман|обманщики|обманщик|кидалы|лохотронщики|пирамида) .. $.',
  '^ ~ (скам|скамеры|скамер|репорт|развод|разводка|кидалово) ~ .. $.',
  '(мошенники|мошенник|лохотрон|аферисты|жулики|разводилы|лохотронщики)',
  '(реклам|рассыл)* ~ не ~ (надо|нужн|интерес|хочу)*',
  'ненавижу .. (реклам|спам|рассыл)*',
  '^ ~ (more|another|just|only|more of the|fucking|obvious|total|pure|typical|looks like|smells like|sounds like|its|it is|this is|thats|youre|you are|clearly|obviously|same|such)? ~ (a|an)? ~ (spam|spamer|spamers|scam|scamer|scamers|fraud|fraudsters|fraudster|phishing|liar|liars|fake|con artist) .. $.',
  '(spam|scam|fraud|scamer|scamers|spamer|spamers) ~ (alert|bye|go|get|again|spam|bot|shit|crap)?  ~ $.',
  '(looks|smels|sounds|its|it is|this is|that is|thats|this looks|obviously|clearly|total|youre|you are|such) ~ (like)? ~ (scam|spam|fraud|phishing|scamers|spamers|scamer|spamer)',
  '(falling|fal) for (this|that|it)',
  '(youre|you are|ur|keep|kep|always) ~ (spaming|harasing)',
  'nice try',
];
