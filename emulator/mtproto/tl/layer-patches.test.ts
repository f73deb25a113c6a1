import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { type Definition, parseDefinition } from './definition.ts';
import { layer198 } from './layer-198.ts';
import { loadSchema } from './load-schema.ts';

/** GramJS's own schema, read from the installed package: the witness for layer 198. */
function gramjsSchema(): Map<string, Definition> {
  const file = createRequire(import.meta.url).resolve('telegram/tl/apiTl.js');
  const lines = readFileSync(file, 'utf8').match(/^[\w.]+#[0-9a-f]+ [^[\]\n]*;$/gm) ?? [];
  const definitions = lines.map(parseDefinition);
  return new Map(definitions.map((definition) => [definition.name, definition]));
}

/** Field types as they are on the wire: an id is a long. */
const wireType = (type: string) => (type === 'int53' ? 'long' : type);

describe('The patch for layer 198', () => {
  const theirs = gramjsSchema();

  it.each(layer198.lines)('agrees with GramJS on %s', (line) => {
    const ours = parseDefinition(line);
    const real = theirs.get(ours.name);
    expect(ours.id).toBe(real?.id);
    for (const field of ours.fields) {
      const same = real?.fields.find(({ name }) => name === field.name);
      expect({ ...field, type: wireType(field.type) }).toEqual(same);
    }
    const left = real?.fields.filter(
      ({ name }) => !ours.fields.some((field) => field.name === name),
    );
    expect(left?.every(({ flag }) => flag !== undefined)).toBe(true);
    const order = real?.fields
      .map(({ name }) => name)
      .filter((name) => ours.fields.some((field) => field.name === name));
    expect(ours.fields.map(({ name }) => name)).toEqual(order);
  });

  it('patches nothing that has stayed the same', () => {
    const { classes, methods } = loadSchema();
    const today = new Set([...classes, ...methods].map(({ id }) => id));
    for (const line of layer198.lines) expect(today).not.toContain(parseDefinition(line).id);
  });
});
