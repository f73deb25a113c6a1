/**
 * A field of a TL combinator (https://core.telegram.org/mtproto/TL). `flag` says that it is there
 * only when that bit of that `#` field is set; a `true` field is nothing but its bit.
 */
export type Field = {
  readonly name: string;
  readonly type: string;
  readonly flag?: { readonly field: string; readonly bit: number } | undefined;
  readonly vector: boolean;
};

/** A constructor or a method: its number on the wire and its fields, named in camelCase. */
export type Definition = {
  readonly name: string;
  readonly id: number;
  readonly fields: readonly Field[];
  /** The type it makes (constructors) or answers with (methods). */
  readonly result: string;
  readonly resultVector: boolean;
};

/** `first_name` → `firstName`, as the type definitions of @mtcute/core name fields. */
export function camelCase(name: string): string {
  return name.replace(/_([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Reads one line of TL: `name#id field:type field:flags.3?Vector<type> = Result;`. `int53` stands
 * for a `long` that holds a user's, chat's or channel's id and is read as a number.
 *
 * @throws Error when the line isn't TL
 */
export function parseDefinition(line: string): Definition {
  const match = /^([\w.]+)#([0-9a-f]+) (.*)= ([\w.<>]+);$/.exec(line.trim());
  if (!match) throw new Error(`This is not a line of TL: ${line}`);
  const [, name = '', id = '', fields = '', result = ''] = match;
  const vector = /^Vector<(.+)>$/.exec(result);
  return {
    name,
    id: Number.parseInt(id, 16),
    fields: fields
      .split(' ')
      .filter((field) => field !== '' && !field.startsWith('{'))
      .map(parseField),
    result: vector?.[1] ?? result,
    resultVector: vector !== null,
  };
}

function parseField(text: string): Field {
  const match = /^(\w+):(?:(\w+)\.(\d+)\?)?(?:Vector<([\w.]+)>|([\w.!#]+))$/.exec(text);
  if (!match) throw new Error(`This is not a field of TL: ${text}`);
  const [, name = '', flagField, bit, element, type] = match;
  return {
    name: camelCase(name),
    type: element ?? type ?? '',
    flag: flagField === undefined ? undefined : { field: camelCase(flagField), bit: Number(bit) },
    vector: element !== undefined,
  };
}
