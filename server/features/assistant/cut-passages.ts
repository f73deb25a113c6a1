export type Cut = { heading: string; content: string };

/** What one answer to one question usually takes; five of them make a prompt. */
const PASSAGE_CHARACTERS = 800;

/**
 * Cuts a text into passages at its headings (lines with #) and paragraphs; what is longer than a
 * passage at sentences, then at words.
 */
export function cutPassages(text: string): Cut[] {
  const passages: Cut[] = [];
  let heading = '';
  let open = '';
  const close = () => {
    if (open) passages.push({ heading, content: open });
    open = '';
  };
  for (const paragraph of paragraphsOf(text)) {
    const title = /^#{1,6}\s+(.+)$/.exec(paragraph)?.[1];
    if (title !== undefined) {
      close();
      heading = title.replace(/\s*#+\s*$/, '').slice(0, 200);
      continue;
    }
    for (const piece of splitLong(paragraph)) {
      if (open && open.length + piece.length + 2 > PASSAGE_CHARACTERS) close();
      open = open ? `${open}\n\n${piece}` : piece;
    }
  }
  close();
  return passages;
}

function paragraphsOf(text: string): string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/^(#{1,6}\s.+)$/gm, '\n$1\n')
    .split(/\n[ \t]*\n+/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
}

function splitLong(paragraph: string): string[] {
  if (paragraph.length <= PASSAGE_CHARACTERS) return [paragraph];
  const pieces: string[] = [];
  let open = '';
  for (const sentence of paragraph.split(/(?<=[.!?…;])\s+|\n+/).flatMap(splitWords)) {
    if (open && open.length + sentence.length + 1 > PASSAGE_CHARACTERS) {
      pieces.push(open);
      open = '';
    }
    open = open ? `${open} ${sentence}` : sentence;
  }
  if (open) pieces.push(open);
  return pieces;
}

function splitWords(sentence: string): string[] {
  const pieces: string[] = [];
  let rest = sentence;
  while (rest.length > PASSAGE_CHARACTERS) {
    const space = rest.lastIndexOf(' ', PASSAGE_CHARACTERS);
    const at = space > PASSAGE_CHARACTERS / 2 ? space : PASSAGE_CHARACTERS;
    pieces.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return rest ? [...pieces, rest] : pieces;
}
