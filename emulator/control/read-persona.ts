import type { z } from 'zod';
import type { Persona } from '../personas/persona.ts';
import { ControlError } from './control-error.ts';
import type { personaWish } from './user-schemas.ts';

/** Long enough to look alive, short enough to watch; world's seconds. */
const USUAL_DELAY: readonly [number, number] = [4, 20];

/** @throws ControlError invalid_request when a rule's `match` is no regular expression */
export function readPersona(wish: z.output<typeof personaWish>): Persona {
  const { mood, language, delaySeconds, script } = typeof wish === 'string' ? { mood: wish } : wish;
  const delay = delaySeconds ?? USUAL_DELAY;
  if (delay[0] > delay[1]) {
    throw new ControlError(400, 'invalid_request', 'delaySeconds is [least, most]');
  }
  return {
    mood,
    language,
    delaySeconds: delay,
    script: (script ?? []).map((rule) => ({ ...rule, match: readPattern(rule.match) })),
  };
}

function readPattern(pattern: string | undefined): RegExp | undefined {
  if (pattern === undefined) return undefined;
  try {
    return new RegExp(pattern, 'iu');
  } catch {
    throw new ControlError(400, 'invalid_request', `Not a regular expression: ${pattern}`);
  }
}
