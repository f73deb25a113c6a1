import type { ITelegramStorageProvider } from '@mtcute/core';
import { longFromFastString } from '@mtcute/core/utils.js';
import type { Peer, UpdateState } from './port.ts';

/** People whose data a client keeps at hand; the rest is asked of Telegram again when needed. */
const KEPT_PEERS = 500;

type StoredPeer = Parameters<ITelegramStorageProvider['peers']['store']>[0];

export type LightStorage = ITelegramStorageProvider;

/**
 * What one mtcute client remembers. Nothing is written anywhere by itself: what must last is told,
 * in order, and stored by whoever holds the account, together with the messages it belongs to.
 */
export function createLightStorage(input: {
  key: { dcId: number; bytes: Uint8Array } | undefined;
  updates: UpdateState | undefined;
  onPeer: (peer: Omit<Peer, 'firstName' | 'lastName'>) => void;
  onState: (state: UpdateState) => void;
}): LightStorage {
  const keys = new Map<number, Uint8Array>();
  if (input.key) keys.set(input.key.dcId, input.key.bytes);
  const kv = new Map<string, Uint8Array>();
  if (input.updates) for (const part of PARTS) kv.set(KV[part], toBytes(input.updates[part]));
  const peers = new Map<number, StoredPeer>();
  let isStateNew = false;

  return {
    driver: {
      save() {
        if (!isStateNew) return;
        isStateNew = false;
        const state = readState(kv);
        if (state) input.onState(state);
      },
    },
    kv: {
      set(name, value) {
        kv.set(name, value);
        if (stateNames.has(name)) isStateNew = true;
      },
      get: (name) => kv.get(name) ?? null,
      delete: (name) => void kv.delete(name),
      deleteAll: () => kv.clear(),
    },
    authKeys: {
      set: (dc, key) => void (key ? keys.set(dc, key) : keys.delete(dc)),
      get: (dc) => keys.get(dc) ?? null,
      setTemp: () => {},
      getTemp: () => null,
      deleteByDc: (dc) => void keys.delete(dc),
      deleteAll: () => keys.clear(),
    },
    peers: {
      store(peer) {
        const known = peers.get(peer.id);
        keep(peers, peer);
        const isPerson = peer.id > 0 && !peer.isMin;
        if (isPerson && !isSame(known, peer)) input.onPeer(describe(peer));
      },
      getById: (id) => peers.get(id) ?? null,
      getByUsername: () => null,
      getByPhone: () => null,
      deleteAll: () => peers.clear(),
    },
    refMessages: {
      store: () => {},
      getByPeer: () => null,
      delete: () => {},
      deleteByPeer: () => {},
      deleteAll: () => {},
    },
  };
}

/** Names under which mtcute keeps where its updates stand (its `storage/service/updates`). */
const KV = {
  pts: 'updates_pts',
  qts: 'updates_qts',
  date: 'updates_date',
  seq: 'updates_seq',
} as const;
const PARTS = ['pts', 'qts', 'date', 'seq'] as const;
const stateNames = new Set<string>(Object.values(KV));

function toBytes(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function readState(kv: ReadonlyMap<string, Uint8Array>): UpdateState | undefined {
  const read = (part: (typeof PARTS)[number]) => {
    const bytes = kv.get(KV[part]);
    return bytes && new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true);
  };
  const [pts, qts, date, seq] = [read('pts'), read('qts'), read('date'), read('seq')];
  if (pts === undefined || qts === undefined || date === undefined || seq === undefined)
    return undefined;
  return { pts, qts, date, seq };
}

/** The one that was stored longest ago makes room. */
function keep(peers: Map<number, StoredPeer>, peer: StoredPeer): void {
  peers.delete(peer.id);
  peers.set(peer.id, peer);
  const [oldest] = peers.keys();
  if (peers.size > KEPT_PEERS && oldest !== undefined) peers.delete(oldest);
}

function isSame(known: StoredPeer | undefined, peer: StoredPeer): boolean {
  return (
    known !== undefined &&
    known.accessHash === peer.accessHash &&
    known.phone === peer.phone &&
    known.usernames[0] === peer.usernames[0]
  );
}

function describe(peer: StoredPeer) {
  return {
    userId: peer.id,
    accessHash: longFromFastString(peer.accessHash).toString(),
    username: peer.usernames[0]?.toLowerCase() ?? null,
    phone: peer.phone ? `+${peer.phone.replace(/^\+/, '')}` : null,
  };
}
