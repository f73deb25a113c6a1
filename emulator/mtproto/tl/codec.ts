import { compileReader } from './compile-reader.ts';
import { compileWriter, valueWriter, type WriteFields } from './compile-writer.ts';
import { type Definition, parseDefinition } from './definition.ts';
import { layerPatches } from './layer-patches.ts';
import { loadSchema, type Schema } from './load-schema.ts';
import { type ReadFields, TlError, type TlObject, TlReader } from './tl-reader.ts';
import { TlWriter } from './tl-writer.ts';

/**
 * Turns objects into bytes and back, in each layer of the API. Numbers of combinators are unique
 * over all layers, so there is one way to read; writing depends on what the client understands.
 */
export type Codec = {
  /** A reader of the bytes, from `position` on. */
  reader(bytes: Buffer, position?: number): TlReader;
  /** Writes a boxed object, `true`, `false` or a vector of objects. @throws TlError */
  writeObject(writer: TlWriter, value: unknown, layer: number): void;
  /** Writes what a method answers with: an object, or a list of the method's type. */
  writeResult(writer: TlWriter, method: string, value: unknown, layer: number): void;
  /** The object alone, as bytes. */
  encode(value: unknown, layer: number): Buffer;
  isMethod(name: string): boolean;
};

/** Compiles on first use and keeps what it compiled: most of the schema is never touched. */
export function createCodec(schema: Schema = loadSchema()): Codec {
  const readers = new Map<number, ReadFields>();
  const definitions = new Map<number, Definition>();
  const newest = new Map<string, Definition>();
  const methods = new Map<string, Definition>();
  for (const definition of schema.classes) newest.set(definition.name, definition);
  for (const definition of schema.methods) methods.set(definition.name, definition);
  for (const definition of [...schema.classes, ...schema.methods]) {
    definitions.set(definition.id, definition);
  }

  const upgrades = new Map<number, (object: TlObject) => TlObject>();
  const patches = layerPatches.map(({ upTo, lines, upgrades: byName, downgrades }) => {
    const patched = lines.map(parseDefinition);
    for (const definition of patched) {
      if (!definitions.has(definition.id)) definitions.set(definition.id, definition);
      const upgrade = byName?.[definition.name];
      if (upgrade) upgrades.set(definition.id, upgrade);
    }
    return { upTo, downgrades, byName: new Map(patched.map((patch) => [patch.name, patch])) };
  });

  function lookUp(id: number): ReadFields | undefined {
    let read = readers.get(id);
    if (!read) {
      const definition = definitions.get(id);
      if (!definition) return undefined;
      const plain = compileReader(definition);
      const upgrade = upgrades.get(id);
      read = upgrade ? (reader) => upgrade(plain(reader)) : plain;
      readers.set(id, read);
    }
    return read;
  }

  type LayerWriters = {
    write(writer: TlWriter, value: unknown): void;
  };
  const layers = new Map<number, LayerWriters>();

  function writersOf(layer: number): LayerWriters {
    let writers = layers.get(layer);
    if (!writers) {
      writers = makeWriters(layer);
      layers.set(layer, writers);
    }
    return writers;
  }

  function makeWriters(layer: number): LayerWriters {
    const compiled = new Map<string, WriteFields>();
    const known = patches.filter((patch) => layer <= patch.upTo);
    function find(name: string): WriteFields {
      const downgrade = known.map(({ downgrades }) => downgrades?.[name]).find((found) => found);
      if (downgrade) {
        const instead: WriteFields = (writer, object, writeObject) =>
          writeObject(writer, downgrade(object));
        compiled.set(name, instead);
        return instead;
      }
      const patched = known.map((patch) => patch.byName.get(name)).find((found) => found);
      const definition = patched ?? newest.get(name) ?? methods.get(name);
      if (!definition) throw new TlError(`There is no constructor ${name}`);
      const write = compileWriter(definition);
      compiled.set(name, write);
      return write;
    }
    function write(writer: TlWriter, value: unknown): void {
      if (isTlObject(value)) {
        const writeFields = compiled.get(value._) ?? find(value._);
        writeFields(writer, value, write);
      } else if (typeof value === 'boolean') {
        writeBool(writer, value, write);
      } else if (Array.isArray(value)) {
        writer.vector(value, (item) => write(writer, item));
      } else {
        throw new TlError('An object of TL was expected');
      }
    }
    return { write };
  }

  const scratch = new TlWriter();
  return {
    reader: (bytes, position = 0) => new TlReader(bytes, lookUp, position),
    writeObject: (writer, value, layer) => writersOf(layer).write(writer, value),
    writeResult(writer, method, value, layer) {
      const { write } = writersOf(layer);
      const definition = methods.get(method);
      if (definition?.resultVector) {
        valueWriter(definition.result, true)(writer, value, write);
      } else write(writer, value);
    },
    encode(value, layer) {
      scratch.reset();
      writersOf(layer).write(scratch, value);
      return scratch.result();
    },
    isMethod: (name) => methods.has(name),
  };
}

const writeBool = valueWriter('Bool', false);

function isTlObject(value: unknown): value is TlObject {
  return typeof value === 'object' && value !== null && '_' in value && typeof value._ === 'string';
}
