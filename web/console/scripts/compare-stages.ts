import type { ScriptDraft, StageDraft, VariantDraft } from './draft.ts';
import { type DiffPart, diffWords } from './text-diff.ts';

export type StageChange = {
  number: number;
  kind: 'added' | 'gone' | 'changed';
  /** What is said, by variant. */
  texts: { number: number; type: VariantDraft['type']; parts: DiffPart[] }[];
  /** Everything but the text, before and after, where it differs. */
  rest: { before: string; after: string } | undefined;
};

/**
 * What differs between two versions, stage by stage.
 * @param describe everything of a stage but its texts, in words
 */
export function compareStages(
  before: ScriptDraft,
  after: ScriptDraft,
  describe: (stage: StageDraft) => string,
): StageChange[] {
  const count = Math.max(before.stages.length, after.stages.length);
  const changes: StageChange[] = [];
  for (let place = 0; place < count; place++) {
    const [old, fresh] = [before.stages[place], after.stages[place]];
    const texts = compareTexts(old, fresh);
    const [was, is] = [old ? describe(old) : '', fresh ? describe(fresh) : ''];
    const isChanged = was !== is || texts.some(({ parts }) => parts.some((p) => p.kind !== 'same'));
    if (!isChanged) continue;
    changes.push({
      number: place + 1,
      kind: old ? (fresh ? 'changed' : 'gone') : 'added',
      texts,
      rest: was === is ? undefined : { before: was, after: is },
    });
  }
  return changes;
}

function compareTexts(old: StageDraft | undefined, fresh: StageDraft | undefined) {
  const count = Math.max(old?.variants.length ?? 0, fresh?.variants.length ?? 0);
  return Array.from({ length: count }, (_, place) => {
    const [a, b] = [old?.variants[place], fresh?.variants[place]];
    return {
      number: place + 1,
      type: b?.type ?? a?.type ?? 'text',
      parts: diffWords(a?.content ?? '', b?.content ?? ''),
    };
  });
}
