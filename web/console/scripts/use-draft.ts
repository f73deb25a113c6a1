import { useState } from 'react';
import { isSame, type ScriptDraft } from './draft.ts';

const keptAs = (id: number | 'new') => `vestnik-script-${id}`;

type Kept = { base: number; draft: ScriptDraft };

/** What was being written when the page was left, if it began from this version. */
function readKept(id: number | 'new', base: number): ScriptDraft | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(keptAs(id)) ?? 'null') as Kept | null;
    return kept?.base === base ? kept.draft : undefined;
  } catch {
    // What can't be read any more is of no use to anybody.
    return undefined;
  }
}

/**
 * A script while it is written. Each change is kept in the browser, so that a closed tab loses
 * nothing before it is saved.
 * @param base the version it began from; 0 for a new script
 */
export function useDraft(id: number | 'new', base: number, saved: ScriptDraft) {
  const [draft, setDraft] = useState<ScriptDraft>(() => readKept(id, base) ?? saved);
  const forget = () => localStorage.removeItem(keptAs(id));
  const change = (next: ScriptDraft | ((before: ScriptDraft) => ScriptDraft)) =>
    setDraft((before) => {
      const after = typeof next === 'function' ? next(before) : next;
      if (isSame(after, saved)) forget();
      else localStorage.setItem(keptAs(id), JSON.stringify({ base, draft: after } satisfies Kept));
      return after;
    });
  const discard = () => {
    forget();
    setDraft(saved);
  };
  return { draft, change, discard, forget, isChanged: !isSame(draft, saved) };
}
