import type { Clock } from '../../base/clock.ts';
import { type Rest, Stopping } from './wait-out.ts';

/** Work that is done one piece after another in each chat, and side by side in different ones. */
type ChatQueues = {
  /** @param work rests when Telegram asks to wait: the chat's later work waits too */
  add(chat: string, work: (rest: Rest) => Promise<void>): Promise<void>;
  /** Resolves when nothing is at work any more but what rests. */
  quiet(): Promise<void>;
  /** Finishes what is at work; what rests, and all behind it, is left. */
  stop(): Promise<void>;
};

type Queue = {
  last: Promise<void>;
  isResting: boolean;
  isLeft: boolean;
  /** Ends the rest at once, when the process stops. */
  endRest: () => void;
  onRest: (() => void)[];
};

export function createChatQueues(clock: Clock): ChatQueues {
  const queues = new Map<string, Queue>();
  let isStopping = false;

  const restIn = (queue: Queue): Rest => {
    return (seconds) =>
      new Promise((resolve, reject) => {
        const leave = () => {
          queue.isLeft = true;
          reject(new Stopping('the process ends'));
        };
        if (isStopping) return leave();
        const end = (settle: () => void) => () => {
          cancel();
          queue.isResting = false;
          queue.endRest = () => {};
          settle();
        };
        const cancel = clock.after(seconds * 1_000, end(resolve));
        queue.endRest = end(leave);
        queue.isResting = true;
        for (const told of queue.onRest.splice(0)) told();
      });
  };

  const quiet = async () => {
    for (;;) {
      const awake = [...queues.values()].filter(({ isResting }) => !isResting);
      if (awake.length === 0) return;
      await Promise.all(
        awake.map((queue) =>
          Promise.race([queue.last, new Promise<void>((resolve) => queue.onRest.push(resolve))]),
        ),
      );
    }
  };

  return {
    quiet,
    add(chat, work) {
      const queue = queues.get(chat) ?? {
        last: Promise.resolve(),
        isResting: false,
        isLeft: false,
        endRest: () => {},
        onRest: [],
      };
      queues.set(chat, queue);
      const done: Promise<void> = queue.last
        .then(() => (queue.isLeft ? undefined : work(restIn(queue))))
        .finally(() => {
          if (queue.last === done) queues.delete(chat);
        });
      queue.last = done;
      return done;
    },
    async stop() {
      isStopping = true;
      for (const queue of queues.values()) queue.endRest();
      await quiet();
    },
  };
}
