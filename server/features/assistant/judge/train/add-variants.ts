import type { LabelledReply } from './labelled-replies.ts';
import type { Random } from './random.ts';

const openings = {
  russian: [
    'здравствуйте',
    'добрый день',
    'привет',
    'спасибо',
    'извините',
    'ну',
    'блин',
    'слушайте',
  ],
  english: ['hi', 'hello', 'hey', 'thanks', 'sorry', 'well', 'ok', 'listen'],
};

/** The replies as they are, with a typing error, and with words of politeness before or after. */
export function addVariants(random: Random, replies: readonly LabelledReply[]): LabelledReply[] {
  const all = [...replies];
  for (const { text, verdict } of replies) {
    if (text.length >= 6) all.push({ text: withTypo(random, text), verdict });
    const polite = /[а-яё]/i.test(text) ? openings.russian : openings.english;
    const opening = polite[Math.floor(random() * polite.length)] ?? '';
    const joint = random() < 0.7 ? ', ' : ' ';
    if (/\p{L}/u.test(text)) all.push({ text: `${opening}${joint}${text}`, verdict });
  }
  return all;
}

function withTypo(random: Random, text: string): string {
  const at = 1 + Math.floor(random() * (text.length - 2));
  const kind = random();
  const [before, here, next, after] = [
    text.slice(0, at),
    text[at],
    text[at + 1],
    text.slice(at + 2),
  ];
  if (kind < 0.4) return `${before}${next}${after}`;
  if (kind < 0.7) return `${before}${next}${here}${after}`;
  return `${before}${here}${here}${next}${after}`;
}
