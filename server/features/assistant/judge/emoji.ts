import type { Verdict } from './verdict.ts';

const says: readonly [verdict: Verdict, emoji: string][] = [
  ['refusal', '🛑➖⛔🚫❌✖❎🙅👎🖕🤬💩🤮🤢😠😡👿🚷🚮📵🔕🔇🗑🚯💀'],
  ['question', '❓❔⁉'],
  ['agreement', '👍➕👌✅✔🤝💯☑🆗🫡'],
];

const verdictOf = new Map(says.flatMap(([verdict, all]) => [...all].map((one) => [one, verdict])));

/** What emoji alone say; a no among them wins. */
export function judgeEmoji(emoji: readonly string[]): Verdict {
  const said = new Set(emoji.map((one) => verdictOf.get(one)));
  return says.find(([verdict]) => said.has(verdict))?.[0] ?? 'unclear';
}
