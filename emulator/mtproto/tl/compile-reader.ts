import type { Definition } from './definition.ts';
import { type ReadFields, TlError, type TlObject, type TlReader } from './tl-reader.ts';

type ReadValue = (reader: TlReader) => unknown;

const primitives = new Map<string, ReadValue>([
  ['int', (reader) => reader.int()],
  ['#', (reader) => reader.uint()],
  ['long', (reader) => reader.long()],
  ['int53', (reader) => reader.int53()],
  ['double', (reader) => reader.double()],
  ['string', (reader) => reader.string()],
  ['bytes', (reader) => reader.byteString()],
  ['int128', (reader) => reader.raw(16)],
  ['int256', (reader) => reader.raw(32)],
  ['Bool', (reader) => reader.bool()],
]);
const readObject: ReadValue = (reader) => reader.object();

/** Makes the function that reads a combinator's fields. Fields that aren't there stay undefined. */
export function compileReader(definition: Definition): ReadFields {
  const steps = definition.fields.map((field) => {
    const readOne = primitives.get(field.type) ?? readObject;
    const read: ReadValue = field.vector ? (reader) => reader.vector(readOne) : readOne;
    return {
      name: field.name,
      flagField: field.flag?.field,
      mask: field.flag === undefined ? 0 : 1 << field.flag.bit,
      isFlags: field.type === '#',
      isBit: field.type === 'true',
      read,
    };
  });

  return (reader) => {
    const object: TlObject = { _: definition.name };
    const flags: Record<string, number> = {};
    for (const step of steps) {
      if (step.isFlags) {
        flags[step.name] = Number(step.read(reader));
        continue;
      }
      if (step.flagField !== undefined) {
        const bits = flags[step.flagField];
        if (bits === undefined) throw new TlError(`${definition.name} lacks its flags`);
        const present = (bits & step.mask) !== 0;
        if (step.isBit) {
          if (present) object[step.name] = true;
          continue;
        }
        if (!present) continue;
      }
      object[step.name] = step.read(reader);
    }
    return object;
  };
}
