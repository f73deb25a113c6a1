import { Long } from '@mtcute/core';
import type { Definition, Field } from './definition.ts';
import { BOOL_FALSE, BOOL_TRUE, TlError, type TlObject } from './tl-reader.ts';
import type { TlWriter } from './tl-writer.ts';

/** Writes a boxed object in the layer that the caller speaks. */
type WriteObject = (writer: TlWriter, value: unknown) => void;
export type WriteFields = (writer: TlWriter, object: TlObject, writeObject: WriteObject) => void;

type WriteValue = (writer: TlWriter, value: unknown, writeObject: WriteObject) => void;

function wrong(expected: string, value: unknown): never {
  throw new TlError(`${expected} was expected, not ${typeof value}`);
}
function asNumber(value: unknown): number {
  return typeof value === 'number' ? value : wrong('A number', value);
}
function asBytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : wrong('A byte array', value);
}

const primitives = new Map<string, WriteValue>([
  ['int', (writer, value) => writer.int(asNumber(value))],
  ['#', (writer, value) => writer.uint(asNumber(value))],
  ['int53', (writer, value) => writer.int53(asNumber(value))],
  ['double', (writer, value) => writer.double(asNumber(value))],
  ['long', (writer, value) => (Long.isLong(value) ? writer.long(value) : wrong('A Long', value))],
  [
    'string',
    (writer, value) => (typeof value === 'string' ? writer.string(value) : wrong('Text', value)),
  ],
  ['bytes', (writer, value) => writer.byteString(asBytes(value))],
  ['int128', (writer, value) => writer.raw(asBytes(value))],
  ['int256', (writer, value) => writer.raw(asBytes(value))],
  ['Bool', (writer, value) => writer.uint(value === true ? BOOL_TRUE : BOOL_FALSE)],
]);

/** The function that writes one value of a TL type. */
export function valueWriter(type: string, vector: boolean): WriteValue {
  const writeOne: WriteValue =
    primitives.get(type) ?? ((writer, value, writeObject) => writeObject(writer, value));
  if (!vector) return writeOne;
  return (writer, value, writeObject) => {
    if (!Array.isArray(value)) wrong('A list', value);
    writer.vector(value, (item) => writeOne(writer, item, writeObject));
  };
}

/**
 * Makes the function that writes a combinator: its number, its flags as told by which fields are
 * there, and its fields. Fields that the combinator doesn't know are left out, so one object
 * serves every layer.
 */
export function compileWriter(definition: Definition): WriteFields {
  const steps = definition.fields
    .filter((field) => field.type !== 'true')
    .map((field) => ({
      field,
      optional: field.flag !== undefined,
      flags: bitsUnder(definition, field),
      write: valueWriter(field.type, field.vector),
    }));

  return (writer, object, writeObject) => {
    writer.uint(definition.id);
    for (const step of steps) {
      if (step.flags) {
        let bits = 0;
        for (const { name, mask, isBool } of step.flags) {
          if (isThere(object[name], isBool)) bits |= mask;
        }
        writer.uint(bits);
        continue;
      }
      const value = object[step.field.name];
      if (step.optional && !isThere(value, step.field.type === 'Bool')) continue;
      try {
        step.write(writer, value, writeObject);
      } catch (error) {
        if (!(error instanceof TlError)) throw error;
        throw new TlError(`${definition.name}.${step.field.name}: ${error.message}`);
      }
    }
  };
}

function bitsUnder(definition: Definition, flagsField: Field) {
  if (flagsField.type !== '#') return undefined;
  return definition.fields
    .filter((field) => field.flag?.field === flagsField.name)
    .map((field) => ({
      name: field.name,
      mask: 1 << (field.flag?.bit ?? 0),
      isBool: field.type === 'Bool',
    }));
}

/** Whether an optional field was given; for a bit, false means that it wasn't. */
function isThere(value: unknown, isBool: boolean): boolean {
  return value !== undefined && value !== null && (isBool || value !== false);
}
