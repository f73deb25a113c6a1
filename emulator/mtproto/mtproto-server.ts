import type { CallCounts } from '../calls/call-counts.ts';
import type { FaultStore } from '../calls/faults.ts';
import type { DataCenter } from '../methods/call.ts';
import type { World } from '../world/world.ts';
import type { ServerKey } from './crypto/server-key.ts';
import type { Session, Wire } from './session.ts';
import type { Codec } from './tl/codec.ts';

/** What the server knows of its connections, beside the world. */
export type MtprotoServer = {
  readonly world: World;
  readonly codec: Codec;
  readonly serverKey: ServerKey;
  readonly dc: DataCenter;
  readonly faults: FaultStore;
  readonly calls: CallCounts;
  /** Tells a person what went wrong inside; quiet by default. */
  readonly log: (text: string) => void;
  readonly wires: Set<Wire>;
  /** Wires on which a key is in use, by key id. */
  readonly wiresByKey: Map<string, Set<Wire>>;
  /** Sessions by key id and session id. */
  readonly sessions: Map<string, Session>;
  /** Sessions by the key that holds the authorization. */
  readonly sessionsByKey: Map<string, Set<Session>>;
  /** Sessions with something queued; emptied at the end of each turn of the event loop. */
  readonly dirty: Set<Session>;
  /** Sends that are being carried out, by user and `random_id`. */
  readonly sending: Set<string>;
};
