import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import type { Person, ProvedAccount } from './cast.ts';
import type { Random } from './random.ts';
import { type Answer, callServer, type ServerProcess } from './server-process.ts';

/** One message a client wanted to be sent, and what it was told in the end. */
export type Send = {
  /** Its Idempotency-Key, and its text or caption: by it the box is searched. */
  marker: string;
  waits: boolean;
  person: Person;
  account: ProvedAccount;
  /** How often the call had to be repeated because nothing answered. */
  repeats: number;
  /** The message's number in the server; undefined when the request itself was refused. */
  id?: number;
  answer?: Answer;
};

export type SendStream = {
  sends: Send[];
  /** How many have been answered so far. */
  answered(): number;
  /** Makes no further sends; resolves when each has been answered. */
  finish(): Promise<void>;
};

const REPEAT_AFTER_MS = 150;

/**
 * A client that sends without end, several calls at once, and repeats under the same key whatever
 * wasn't answered. A person always belongs to the same account.
 */
export function startSending(
  server: Pick<ServerProcess, 'url'>,
  random: Random,
  cast: { people: readonly Person[]; accounts: readonly ProvedAccount[] },
  options: { name: string; atOnce: number; pauseMs: readonly [least: number, most: number] },
): SendStream {
  const sends: Send[] = [];
  const files = makeFiles(random);
  let isOver = false;

  const one = async () => {
    const place = Math.floor(random.next() * cast.people.length);
    const person = random.pick(cast.people.slice(place, place + 1));
    const [account] = cast.accounts.slice(place % cast.accounts.length);
    if (!account) throw new Error('no accounts');
    const marker = `${options.name}-${sends.length + 1}`;
    const send: Send = { marker, waits: random.next() < 0.4, person, account, repeats: 0 };
    sends.push(send);
    const body = {
      username: person.username,
      account_id: account.key,
      consent: { source: 'proof', basis: 'opt_in' },
      ...(await files.contentOf(marker)),
    };
    await sendUntilAnswered(server, send, body);
  };

  const worker = async () => {
    while (!isOver) {
      await one();
      await pause(random.between(...options.pauseMs));
    }
  };
  const work = Promise.all(Array.from({ length: options.atOnce }, worker));
  work.catch(() => undefined);
  return {
    sends,
    answered: () => sends.filter((send) => send.answer).length,
    async finish() {
      isOver = true;
      await work;
    },
  };
}

async function sendUntilAnswered(
  server: Pick<ServerProcess, 'url'>,
  send: Send,
  body: unknown,
): Promise<void> {
  const path = `/send?wait=${send.waits}`;
  for (;;) {
    const answer = await callServer(server, 'POST', path, body, {
      'idempotency-key': send.marker,
    }).catch(() => undefined);
    const isVerdict = answer && (answer.body.id !== undefined || answer.status < 500);
    if (isVerdict) {
      send.answer = answer;
      send.id = answer.body.id;
      return;
    }
    send.repeats += 1;
    await pause(REPEAT_AFTER_MS);
  }
}

/** Texts mostly; files that were uploaded before, and new ones that must be uploaded first. */
function makeFiles(random: Random) {
  const known = Array.from({ length: 4 }, () => randomBytes(20_000).toString('base64'));
  const photo = sharp({ create: { width: 320, height: 240, channels: 3, background: '#336699' } })
    .png()
    .toBuffer()
    .then((bytes) => bytes.toString('base64'));
  return {
    async contentOf(marker: string): Promise<Record<string, unknown>> {
      const chance = random.next();
      if (chance < 0.75) return { type: 'text', content: marker };
      if (chance < 0.8) return { type: 'photo', file_base64: await photo, caption: marker };
      const fresh = chance > 0.92;
      const file = fresh ? randomBytes(300_000).toString('base64') : random.pick(known);
      return { type: 'document', file_base64: file, filename: 'price.bin', caption: marker };
    },
  };
}
