import type { Random } from '../world/random.ts';

/**
 * What goes wrong: an error by Telegram's name, a connection that drops before the call is carried
 * out, a crash after it was carried out and before the answer, or nothing but slowness.
 */
type FaultKind = 'error' | 'drop' | 'crash' | 'slow';

export type Fault = {
  readonly id: number;
  readonly kind: FaultKind;
  readonly error?: { code: number; text: string } | undefined;
  /** Which calls it meets; all when absent. */
  readonly method?: string | undefined;
  readonly userId?: number | undefined;
  /** How many of those calls, from 0 to 1. */
  readonly share: number;
  /** How many times it strikes before it is spent; without end when absent. */
  readonly times?: number | undefined;
  /** Real time the call waits before it is carried out or refused, in milliseconds. */
  readonly delayMs: number;
  hits: number;
};

export type FaultStore = {
  add(fault: Omit<Fault, 'id' | 'hits'>): Fault;
  list(): Fault[];
  /** @returns false when there is no such fault */
  remove(id: number): boolean;
  clear(): void;
  /** The fault that strikes this call, if one does; it is counted as a hit. */
  strike(call: { method: string; userId: number | undefined }): Fault | undefined;
};

export function createFaultStore(random: Random): FaultStore {
  const faults = new Map<number, Fault>();
  let lastId = 0;

  function meets(fault: Fault, call: { method: string; userId: number | undefined }): boolean {
    if (fault.times !== undefined && fault.hits >= fault.times) return false;
    if (fault.method !== undefined && fault.method !== call.method) return false;
    if (fault.userId !== undefined && fault.userId !== call.userId) return false;
    return fault.share >= 1 || random.next() < fault.share;
  }

  return {
    add(given) {
      const fault = { ...given, id: ++lastId, hits: 0 };
      faults.set(fault.id, fault);
      return fault;
    },
    list: () => [...faults.values()],
    remove: (id) => faults.delete(id),
    clear: () => faults.clear(),
    strike(call) {
      for (const fault of faults.values()) {
        if (!meets(fault, call)) continue;
        fault.hits++;
        return fault;
      }
      return undefined;
    },
  };
}
