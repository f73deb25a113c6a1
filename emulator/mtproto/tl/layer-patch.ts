import type { TlObject } from './tl-reader.ts';

/**
 * How older layers wrote what newer ones write differently: facts of the protocol, one line of TL
 * each, only for what the box reads or sends. What is only sent names just the fields that the box
 * fills in. Ids of users, chats and channels are `int53` here (see definition.ts).
 */
export type LayerPatch = {
  /** The last layer that it holds for. */
  readonly upTo: number;
  readonly lines: readonly string[];
  /** Turns what older layers say into what the newest says, by name. */
  readonly upgrades?: Readonly<Record<string, (object: TlObject) => TlObject>>;
  /** Puts what older layers have no constructor for into one that they have, by name. */
  readonly downgrades?: Readonly<Record<string, (object: TlObject) => unknown>>;
};
