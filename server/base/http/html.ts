/** A piece of a page that is safe to stand in it as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | false | null | undefined | readonly Part[];

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Writes HTML: whatever is put in is escaped, unless it was written by this very tag. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((page, piece, i) => page + render(parts[i - 1]) + piece));
}

function render(part: Part): string {
  if (part === false || part === null || part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(render).join('');
  return String(part).replace(/[&<>"']/g, (c) => entities[c] ?? c);
}

/** A text of somebody's, its web addresses made links. What ends a sentence isn't of the address. */
export function withLinks(text: string): Html {
  const pieces = text.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,:;!?)»\]])/g);
  return html`${pieces.map((piece, i) =>
    i % 2 === 0 ? piece : html`<a href="${piece}" target="_blank" rel="noopener">${piece}</a>`,
  )}`;
}
