import { createHash } from 'node:crypto';
import type { RowPerson } from './read-row.ts';

const FIRST_SLOTS = 1 << 16;
const FULLEST = 0.6;

/** Remembers who was met in a file, in eight bytes a name. */
export type SeenPeople = {
  /** Whether one of the person's names was met before; all of them are from now on. */
  meet(person: RowPerson): boolean;
};

/**
 * For a dry run, which leaves nobody in the database to be recognised by. A million people with
 * two names each take 32 MB.
 */
export function createSeenPeople(): SeenPeople {
  let slots = new BigUint64Array(FIRST_SLOTS);
  let count = 0;

  const slotOf = (table: BigUint64Array, hash: bigint): number => {
    let at = Number(hash % BigInt(table.length));
    for (;;) {
      const there = table[at];
      if (there === 0n || there === hash) return at;
      at = (at + 1) % table.length;
    }
  };
  const grow = () => {
    const larger = new BigUint64Array(slots.length * 2);
    for (const hash of slots) if (hash !== 0n) larger[slotOf(larger, hash)] = hash;
    slots = larger;
  };
  const add = (name: string): boolean => {
    const hash = createHash('sha1').update(name).digest().readBigUInt64LE() || 1n;
    const at = slotOf(slots, hash);
    if (slots[at] === hash) return true;
    slots[at] = hash;
    count += 1;
    if (count > slots.length * FULLEST) grow();
    return false;
  };
  return {
    meet({ telegramId, username, phone }) {
      const names = [
        telegramId === undefined ? undefined : `i${telegramId}`,
        username && `u${username}`,
        phone && `p${phone}`,
      ];
      // Every name is added, also after one was found.
      return names.map((name) => name !== undefined && name !== '' && add(name)).some(Boolean);
    },
  };
}
