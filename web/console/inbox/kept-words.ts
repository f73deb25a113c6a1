const key = (dialog: number) => `vestnik-words-${dialog}`;

/** What was written in a dialog and not sent yet: it is there when one comes back. */
export function keptWords(dialog: number): string {
  return sessionStorage.getItem(key(dialog)) ?? '';
}

export function keepWords(dialog: number, words: string): void {
  if (words) sessionStorage.setItem(key(dialog), words);
  else sessionStorage.removeItem(key(dialog));
}
