import { setTimeout as pause } from 'node:timers/promises';
import type { ControlClient } from '../../../emulator/test/control-client.ts';
import type { Person, ProvedAccount } from './cast.ts';
import type { Random } from './random.ts';

/** What a person wrote to an account. */
export type Letter = { marker: string; person: Person; account: ProvedAccount };

/** People write to the accounts, whether the server is up or not. */
export function startWriting(
  control: ControlClient,
  random: Random,
  cast: { people: readonly Person[]; accounts: readonly ProvedAccount[] },
  pauseMs: readonly [least: number, most: number],
) {
  const letters: Letter[] = [];
  let isOver = false;
  const work = (async () => {
    while (!isOver) {
      const place = Math.floor(random.next() * cast.people.length);
      const [person] = cast.people.slice(place);
      const [account] = cast.accounts.slice(place % cast.accounts.length);
      if (!person || !account) throw new Error('nobody to write');
      const marker = `letter-${letters.length + 1}`;
      await control.post(`/users/${person.telegramId}/messages`, {
        to: account.telegramId,
        text: marker,
      });
      letters.push({ marker, person, account });
      await pause(random.between(...pauseMs));
    }
  })();
  work.catch(() => undefined);
  return {
    letters,
    async finish() {
      isOver = true;
      await work;
    },
  };
}
