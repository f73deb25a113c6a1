import { gzipSync } from 'node:zlib';
import { Long } from '@mtcute/core';
import { TlBinaryWriter, type TlWriterMap } from '@mtcute/tl-runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { __tlWriterMap } from '../../../node_modules/@mtcute/core/tl/binary/writer.js';
import { createCodec } from './codec.ts';
import type { Definition, Field } from './definition.ts';
import { layerPatches } from './layer-patches.ts';
import { loadSchema } from './load-schema.ts';
import { TlError, type TlObject } from './tl-reader.ts';
import { TlWriter } from './tl-writer.ts';

const schema = loadSchema();
const codec = createCodec();
const NEWEST = schema.layer;

/** Constructors by the type they make, but for mtcute's own inventions. */
const byType = new Map<string, Definition[]>();
for (const definition of schema.classes) {
  if (definition.name.startsWith('mtcute.')) continue;
  byType.set(definition.result, [...(byType.get(definition.result) ?? []), definition]);
}

/** How deep an object of a constructor must be nested at the least. */
function leastDepth(definition: Definition, seen: ReadonlySet<string>): number {
  const needed = definition.fields.filter(
    (field) => field.flag === undefined && !field.vector && byType.has(field.type),
  );
  const depths = needed.map((field) => {
    if (seen.has(field.type)) return Number.POSITIVE_INFINITY;
    const inside = new Set(seen).add(field.type);
    return 1 + Math.min(...(byType.get(field.type) ?? []).map((one) => leastDepth(one, inside)));
  });
  return Math.max(0, ...depths);
}
const simplest = new Map(
  [...byType].map(([type, all]) => {
    const sorted = all
      .map((one) => ({ one, depth: leastDepth(one, new Set([type])) }))
      .sort((a, b) => a.depth - b.depth);
    return [type, sorted[0]?.one] as const;
  }),
);

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((list) => Buffer.from(list));
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const primitives: Record<string, fc.Arbitrary<unknown>> = {
  int: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  int53: fc.integer({ min: 0, max: 2 ** 52 }),
  long: long.map((value) => Long.fromString(value.toString())),
  double: fc.double({ noNaN: true }),
  string: fc.string({ unit: 'grapheme', maxLength: 300 }),
  bytes: fc.uint8Array({ maxLength: 300 }).map((list) => Buffer.from(list)),
  int128: bytes(16),
  int256: bytes(32),
  Bool: fc.boolean(),
  true: fc.constant(true),
};

function anyValue(field: Field, depth: number): fc.Arbitrary<unknown> {
  if (field.vector && depth < 0) return fc.constant([]);
  const one = primitives[field.type] ?? objectOf(field.type, depth);
  if (!field.vector) return one;
  return fc.array(one, { minLength: 1, maxLength: 3 });
}

function objectOf(type: string, depth: number): fc.Arbitrary<TlObject> {
  const all = byType.get(type) ?? [];
  const plain = simplest.get(type);
  if (!plain) throw new Error(`There is no type ${type}`);
  return depth > 0
    ? fc.constantFrom(...all).chain((one) => instanceOf(one, depth - 1))
    : instanceOf(plain, depth - 1);
}

/** An object with some of its flags set; fields that share a bit come and go together. */
function instanceOf(definition: Definition, depth: number): fc.Arbitrary<TlObject> {
  const bits = new Set(
    definition.fields.flatMap(({ flag }) => (flag ? [`${flag.field}.${flag.bit}`] : [])),
  );
  return fc.subarray([...bits]).chain((chosen) => {
    const set = new Set(depth >= 0 ? chosen : []);
    const present = definition.fields.filter(
      ({ type, flag }) => type !== '#' && (!flag || set.has(`${flag.field}.${flag.bit}`)),
    );
    const model = Object.fromEntries(present.map((field) => [field.name, anyValue(field, depth)]));
    return fc.record(model).map((fields) => ({ _: definition.name, ...fields }));
  });
}

const known = [...schema.classes, ...schema.methods].filter(
  ({ name, fields }) => !name.startsWith('mtcute.') && fields.every(({ type }) => type !== '!X'),
);
const anything = fc.constantFrom(...known).chain((definition) => instanceOf(definition, 2));
const writers = __tlWriterMap as unknown as TlWriterMap;

describe('The codec', () => {
  it('writes every object as mtcute does, and reads back what it wrote', () => {
    fc.assert(
      fc.property(anything, (object) => {
        const written = codec.encode(object, NEWEST);
        const theirs = TlBinaryWriter.serializeObject(writers, object);
        expect(written.toString('hex')).toBe(Buffer.from(theirs).toString('hex'));
        const reader = codec.reader(written);
        expect(reader.object()).toEqual(object);
        expect(reader.left).toBe(0);
      }),
      { numRuns: 1500 },
    );
  });

  it('knows every constructor and method of the schema', () => {
    for (const definition of known) {
      const plain = fc.sample(instanceOf(definition, 0), { numRuns: 1, seed: 1 })[0];
      expect(codec.reader(codec.encode(plain, NEWEST)).object()).toEqual(plain);
    }
  });

  it('refuses bytes that end too early, wherever they end', () => {
    fc.assert(
      fc.property(anything, fc.nat(), (object, cut) => {
        const written = codec.encode(object, NEWEST);
        const part = written.subarray(0, cut % written.length);
        expect(() => codec.reader(part).object()).toThrow(TlError);
      }),
      { numRuns: 300 },
    );
  });

  it('names the number that nobody knows', () => {
    const strange = Buffer.from('efbeadde', 'hex');
    expect(() => codec.reader(strange).object()).toThrow(
      expect.objectContaining({ unknownId: 0xdeadbeef }),
    );
  });

  it('refuses a vector that claims more items than there are bytes', () => {
    const liar = Buffer.from('15c4b51cffffff7f', 'hex');
    expect(() => codec.reader(liar).object()).toThrow('claims');
  });

  it('refuses what is nested without end', () => {
    const wrapped = Buffer.from('0d0d9bda01000000'.repeat(100), 'hex'); // invokeWithLayer in itself
    expect(() => codec.reader(wrapped).object()).toThrow('nested too deep');
  });

  it('refuses a packed object that unpacks to too much', () => {
    const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024));
    const writer = new TlWriter();
    writer.uint(0x3072cfa1);
    writer.byteString(bomb);
    expect(() => codec.reader(writer.result()).object()).toThrow('unpacked');
  });

  it('says which field is wrong when it cannot write an object', () => {
    const peer = { _: 'inputPeerUser', userId: 'me', accessHash: Long.ZERO };
    expect(() => codec.encode(peer, NEWEST)).toThrow('inputPeerUser.userId: A number was expected');
  });
});

describe('Older layers', () => {
  it('leave out what they do not know', () => {
    const user = { _: 'user', id: 5, firstName: 'A', sendPaidMessagesStars: Long.ONE };
    const old = codec.encode(user, 144);
    expect(old.readUInt32LE(0)).toBe(0x3ff6ecb0);
    expect(codec.reader(old).object()).toEqual({ _: 'user', id: 5, firstName: 'A' });
  });

  it('name the message that is answered in their own way', () => {
    const patch = layerPatches[0];
    expect(patch?.upTo).toBe(144);
    const before = Buffer.from('a4759d0d01000000', 'hex'); // messages.sendMessage, flag 0
    const peer = codec.encode({ _: 'inputPeerSelf' }, 144);
    const rest = Buffer.from('2a00000002686900' + '0700000000000000', 'hex');
    expect(codec.reader(Buffer.concat([before, peer, rest])).object()).toMatchObject({
      _: 'messages.sendMessage',
      message: 'hi',
      replyTo: { _: 'inputReplyToMessage', replyToMsgId: 42 },
    });
  });
});
