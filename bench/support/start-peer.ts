import { type ChildProcess, fork } from 'node:child_process';
import type { Bench } from './bench.ts';
import type { Box } from './programs.ts';

/** What a peer can be told to do. */
export type Order =
  /** `hears`: takes part in updates, as whoever receives messages must. */
  | { do: 'connect'; box: Box['mtproto']; sessions: string[]; hears: boolean }
  /** People for each client: finds them and writes to them once. */
  | { do: 'meet'; usernames: string[][] }
  /** Texts for each client, to its people in turn. */
  | { do: 'send'; texts: string[][] }
  /** Posts every message that is heard from now on to an address. */
  | { do: 'post'; url: string }
  | { do: 'nothing' };

/** How long it took, and what the process has used since it began. */
export type Answer = { ms: number; rssMb: number; cpuSeconds: number };

export type Peer = { tell(order: Order): Promise<Answer>; stop(): Promise<void> };

/** Starts bare mtcute in a process of its own, under the same Node and tsx as the server. */
export function startPeer(bench: Bench): Peer {
  const child = fork(new URL('../peer.ts', import.meta.url), {
    execArgv: ['--import', import.meta.resolve('tsx')],
  });
  const peer = {
    tell: (order: Order) => tell(child, order),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
  bench.atEnd(peer.stop);
  return peer;
}

function tell(child: ChildProcess, order: Order): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('the peer ended'));
    child.once('exit', onExit);
    child.once('message', (answer: Answer | { error: string }) => {
      child.off('exit', onExit);
      if ('error' in answer) reject(new Error(`the peer failed: ${answer.error}`));
      else resolve(answer);
    });
    child.send(order);
  });
}
