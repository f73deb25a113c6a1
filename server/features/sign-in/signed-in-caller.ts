import type { Caller } from '../../feature.ts';

/** Somebody who is signed in to the console. */
export type SignedInCaller = Caller & { operatorId: number; sessionId: number };

/** The caller of a route that is for those who are signed in; the role api lets nobody else in. */
export function signedIn(caller: Caller): SignedInCaller {
  const { actor, sessionId } = caller;
  if (actor.kind !== 'operator' || actor.id === undefined || sessionId === undefined)
    throw new Error('a route for operators was called by somebody else');
  return { ...caller, operatorId: actor.id, sessionId };
}
