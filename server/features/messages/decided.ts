import type { Decision } from './gate.ts';
import type { Candidate } from './gate-facts.ts';
import type { Lane } from './message.ts';

/** A message and what the gate made of it. */
export type Decided = { candidate: Candidate; decision: Decision };

/** What may leave now: its quota is reserved. `freeAt`: when the next unprompted one may follow. */
export type Passed = Candidate & { lane: Lane; freeAt: Date | null };
