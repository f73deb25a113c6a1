export type DiffPart = { text: string; kind: 'same' | 'added' | 'removed' };

/** Texts longer than this are shown as a whole: comparing takes the product of their lengths. */
const MOST_WORDS = 1_500;

/** A word with the space after it: spaces alone are nothing that two texts have in common. */
const WORDS = /^\s+|\S+\s*/g;

/** What changed between two texts, word by word. */
export function diffWords(before: string, after: string): DiffPart[] {
  const a = before.match(WORDS) ?? [];
  const b = after.match(WORDS) ?? [];
  if (a.length > MOST_WORDS || b.length > MOST_WORDS)
    return joined([
      { text: before, kind: 'removed' },
      { text: after, kind: 'added' },
    ]);
  const common = commonLengths(a, b);
  const parts: DiffPart[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [old = '', fresh = ''] = [a[i], b[j]];
    if (i < a.length && j < b.length && old === fresh) {
      parts.push({ text: old, kind: 'same' });
      i++;
      j++;
    } else if (i < a.length && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? -1)) {
      parts.push({ text: old, kind: 'removed' });
      i++;
    } else if (j < b.length) {
      parts.push({ text: fresh, kind: 'added' });
      j++;
    } else {
      parts.push({ text: old, kind: 'removed' });
      i++;
    }
  }
  return joined(parts);
}

/** For each pair of places the length of the longest common run of words from there on. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () =>
    new Array<number>(b.length + 1).fill(0),
  );
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i];
      const next = lengths[i + 1];
      if (!row || !next) continue;
      row[j] = a[i] === b[j] ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0);
    }
  return lengths;
}

function joined(parts: readonly DiffPart[]): DiffPart[] {
  const out: DiffPart[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part.text === '') continue;
    if (last?.kind === part.kind) last.text += part.text;
    else out.push({ ...part });
  }
  return out;
}
