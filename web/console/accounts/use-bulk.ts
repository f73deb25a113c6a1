import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useErrorText } from '../../shared/states.tsx';
import type { Account } from './use-accounts.ts';

/** How many accounts are asked for at the same time: quick, and no burden for the server. */
const AT_ONCE = 4;

export type BulkFailure = { account: Account; message: string };
export type BulkState = {
  all: number;
  done: number;
  failures: readonly BulkFailure[];
  isRunning: boolean;
};

/**
 * The same with many accounts, one after the other, with progress; can be stopped between two.
 * `run` resolves to the accounts with which it was done.
 */
export function useBulk() {
  const client = useQueryClient();
  const textOf = useErrorText();
  const [state, setState] = useState<BulkState>();
  const isStopped = useRef(false);

  const run = async (
    accounts: readonly Account[],
    one: (account: Account) => Promise<unknown>,
  ): Promise<{ done: Account[]; failures: BulkFailure[]; wasStopped: boolean }> => {
    isStopped.current = false;
    const waiting = [...accounts];
    const done: Account[] = [];
    const failures: BulkFailure[] = [];
    const tell = (isRunning: boolean) =>
      setState({ all: accounts.length, done: done.length, failures: [...failures], isRunning });
    tell(true);
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        if (isStopped.current) return;
        try {
          await one(next);
          done.push(next);
        } catch (error) {
          failures.push({ account: next, message: textOf(error) });
        }
        tell(true);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    tell(false);
    await client.invalidateQueries({ queryKey: ['accounts'] });
    return { done, failures, wasStopped: isStopped.current };
  };

  return {
    state,
    run,
    stop: () => {
      isStopped.current = true;
    },
    forget: () => setState(undefined),
  };
}
