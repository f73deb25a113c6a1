import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { camelCase, type Definition, type Field } from './definition.ts';

type JsonArgument = {
  name: string;
  type: string;
  typeModifiers?: { predicate?: string; isVector?: boolean };
};
type JsonEntry = {
  kind: 'class' | 'method';
  name: string;
  id: number;
  type: string;
  arguments: JsonArgument[];
  typeModifiers?: { isVector?: boolean };
};

export type Schema = {
  readonly layer: number;
  readonly classes: readonly Definition[];
  readonly methods: readonly Definition[];
};

let loaded: Schema | undefined;

/**
 * The newest layer, as @mtcute/core describes it. It is read once per process and stripped of all
 * but what the codec needs; nothing changes it afterwards.
 */
export function loadSchema(): Schema {
  if (loaded) return loaded;
  const file = createRequire(import.meta.url).resolve('@mtcute/core/tl/api-schema.json');
  const json: { l: number; e: JsonEntry[] } = JSON.parse(readFileSync(file, 'utf8'));
  loaded = {
    layer: json.l,
    classes: json.e.filter((entry) => entry.kind === 'class').map(toDefinition),
    methods: json.e.filter((entry) => entry.kind === 'method').map(toDefinition),
  };
  return loaded;
}

function toDefinition(entry: JsonEntry): Definition {
  return {
    name: entry.name,
    id: entry.id,
    fields: entry.arguments.map(toField),
    result: entry.type,
    resultVector: entry.typeModifiers?.isVector === true,
  };
}

function toField(argument: JsonArgument): Field {
  const [flagField, bit] = argument.typeModifiers?.predicate?.split('.') ?? [];
  return {
    name: camelCase(argument.name),
    type: argument.type,
    flag: flagField === undefined ? undefined : { field: camelCase(flagField), bit: Number(bit) },
    vector: argument.typeModifiers?.isVector === true,
  };
}
