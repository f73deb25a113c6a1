import type { MessageType } from '../../../contract/messages.ts';
import type { paths } from '../../shared/api-types.ts';

type StageView =
  paths['/scripts/{id}']['get']['responses'][200]['content']['application/json']['script']['stages'][number];

export type VariantDraft = {
  name: string;
  weight: number;
  type: MessageType;
  content: string;
  mediaId: number | null;
  filename: string | null;
};

/** A stage as it is being written. `key` stays its own wherever it is moved to. */
export type StageDraft = {
  key: string;
  /** Seconds. */
  delayMin: number;
  delayMax: number;
  condition: string;
  variants: VariantDraft[];
};

export type ScriptDraft = { name: string; stages: StageDraft[] };

const newVariant = (): VariantDraft => ({
  name: '',
  weight: 1,
  type: 'text',
  content: '',
  mediaId: null,
  filename: null,
});

export function newStage(): StageDraft {
  const key = crypto.randomUUID();
  return { key, delayMin: 0, delayMax: 0, condition: '', variants: [newVariant()] };
}

export function addVariant(stage: StageDraft): StageDraft {
  const [first] = stage.variants;
  // It begins as what it is to be compared with.
  return { ...stage, variants: [...stage.variants, { ...(first ?? newVariant()), name: '' }] };
}

export function draftOf(name: string, stages: readonly StageView[]): ScriptDraft {
  return {
    name,
    stages: stages.map((stage) => ({
      key: `kept-${stage.stage}`,
      delayMin: stage.delay_min,
      delayMax: stage.delay_max,
      condition: stage.condition ?? '',
      variants: stage.variants.map((variant) => ({
        name: variant.name ?? '',
        weight: variant.weight,
        type: variant.type,
        content: variant.content,
        mediaId: variant.media_id,
        filename: variant.filename,
      })),
    })),
  };
}

/** The stages as the API takes them. */
export function bodyOf(stages: readonly StageDraft[]) {
  return stages.map((stage) => ({
    delay_min: stage.delayMin,
    delay_max: stage.delayMax,
    condition: stage.condition.trim() || null,
    variants: stage.variants.map(({ name, weight, type, content, mediaId }) => ({
      type,
      name: name.trim() || null,
      weight,
      ...(type === 'text' ? { content } : { caption: content, media_id: mediaId }),
    })),
  }));
}

/** The same where files are still to be chosen: what lacks one is looked at as a text. */
export function unfinishedBodyOf(stages: readonly StageDraft[]) {
  const standIn = (variant: VariantDraft): VariantDraft =>
    lacksFile(variant) ? { ...variant, type: 'text', content: variant.content || '…' } : variant;
  return bodyOf(stages.map((stage) => ({ ...stage, variants: stage.variants.map(standIn) })));
}

export function lacksFile({ type, mediaId }: VariantDraft): boolean {
  return type !== 'text' && mediaId === null;
}

export function isSame(a: ScriptDraft, b: ScriptDraft): boolean {
  return a.name === b.name && JSON.stringify(bodyOf(a.stages)) === JSON.stringify(bodyOf(b.stages));
}

export function hasSameStages(a: ScriptDraft, b: ScriptDraft): boolean {
  return JSON.stringify(bodyOf(a.stages)) === JSON.stringify(bodyOf(b.stages));
}

/** A list with one of its things at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, place) => place !== from);
  const thing = list[from];
  return thing === undefined ? rest : [...rest.slice(0, to), thing, ...rest.slice(to)];
}

export function replaced<T>(list: readonly T[], at: number, thing: T): T[] {
  return list.map((old, place) => (place === at ? thing : old));
}

export function inserted<T>(list: readonly T[], at: number, thing: T): T[] {
  return [...list.slice(0, at), thing, ...list.slice(at)];
}
