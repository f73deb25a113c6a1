import { SaxesParser } from 'saxes';
import { AppError } from '../errors.ts';
import { texts } from './texts.ts';

export type XmlHandlers = {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
};

/**
 * Reads XML as it comes, telling the handlers of each tag by its name without a prefix. After each
 * piece the caller may take what was gathered. Entities of a document's own aren't resolved.
 * @throws AppError invalid_request
 */
export async function* readXml(
  pieces: AsyncIterable<string>,
  { open, text, close }: XmlHandlers,
): AsyncGenerator<void> {
  const parser = new SaxesParser();
  const bare = (name: string) => name.slice(name.indexOf(':') + 1);
  if (open) parser.on('opentag', (tag) => open(bare(tag.name), tag.attributes));
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  if (close) parser.on('closetag', (tag) => close(bare(tag.name)));
  parser.on('error', (cause) => {
    throw new AppError('invalid_request', texts.damaged, { cause });
  });
  for await (const piece of pieces) {
    parser.write(piece);
    yield;
  }
  parser.close();
  yield;
}

/** Reads XML to its end. */
export async function readAllXml(
  pieces: AsyncIterable<string>,
  handlers: XmlHandlers,
): Promise<void> {
  for await (const _ of readXml(pieces, handlers));
}
