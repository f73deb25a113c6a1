import type { BoxMessage } from './box-process.ts';
import type { Letter } from './letters.ts';
import { some } from './proof.ts';
import type { Send } from './sends.ts';
import { callServer, type ServerProcess } from './server-process.ts';
import { forEach, until } from './wait.ts';
import type { WebhookInbox } from './webhook-inbox.ts';

type Fate = { status: string; code: string | undefined };

const SETTLED = new Set(['sent', 'failed', 'cancelled']);
/** What a bot was saying when it broke off is left at that. */
const ENDED = new Set([...SETTLED, 'unconfirmed']);

/** Waits until every message has an outcome, and tells it by the message's number. */
export async function readFates(
  server: Pick<ServerProcess, 'url'>,
  sends: readonly Send[],
  limitMs: number,
): Promise<Map<number, Fate>> {
  const fates = new Map<number, Fate>();
  const look = async () => {
    const open = sends.flatMap(({ id }) =>
      id !== undefined && !ENDED.has(fates.get(id)?.status ?? '') ? [id] : [],
    );
    await forEach(open, 4, async (id) => {
      const { body } = await callServer(server, 'GET', `/messages/${id}`);
      fates.set(id, { status: body.message.status, code: body.message.error?.code });
    });
    return open.every((id) => ENDED.has(fates.get(id)?.status ?? '')) || undefined;
  };
  // What has no outcome by then is judged as it stands.
  await until('every message to have an outcome', limitMs, look).catch(() => undefined);
  return fates;
}

export type Count = {
  sent: number;
  failed: number;
  refused: number;
  lost: number;
  doubled: number;
};

/** Holds what the clients were told against what arrived in the box. */
export function judgeSends(
  sends: readonly Send[],
  fates: ReadonlyMap<number, Fate>,
  arrived: readonly BoxMessage[],
): { count: Count; wrongs: string[] } {
  const arrivals = new Map<string, number>();
  for (const { text } of arrived) arrivals.set(text, (arrivals.get(text) ?? 0) + 1);
  const count: Count = { sent: 0, failed: 0, refused: 0, lost: 0, doubled: 0 };
  const wrongs: string[] = [];
  for (const { marker, id, answer } of sends) {
    const times = arrivals.get(marker) ?? 0;
    const fate = id === undefined ? undefined : fates.get(id);
    const status = fate?.status ?? 'refused';
    const told = `${marker} (message ${id}) is ${status}, answered ${answer?.status}`;
    if (times > 1) {
      count.doubled += 1;
      wrongs.push(`${told}, and arrived ${times} times`);
    }
    if (!answer) wrongs.push(`${marker} was never answered`);
    if (status === 'sent') {
      count.sent += 1;
      if (times > 0) continue;
      count.lost += 1;
      wrongs.push(`${told}, and never arrived`);
    } else if (SETTLED.has(status) || status === 'refused') {
      count[status === 'refused' ? 'refused' : 'failed'] += 1;
      if (times > 0) wrongs.push(`${told}, but arrived`);
      if (answer?.status === 200) wrongs.push(`${told}: it had been promised`);
      const mayFail = answer?.body.success !== true || fate?.code !== undefined;
      if (!mayFail) wrongs.push(`${told}, without a reason`);
    } else {
      wrongs.push(`${told}: it was left without an outcome`);
    }
  }
  return { count, wrongs };
}

/** Holds what people wrote against what the server keeps and what it posted. */
export async function judgeLetters(
  server: Pick<ServerProcess, 'url'>,
  letters: readonly Letter[],
  inbox: WebhookInbox,
  limitMs: number,
): Promise<{ stored: number; posted: number; wrongs: string[] }> {
  await until('every letter to be posted', limitMs, () =>
    letters.every(({ marker }) => inbox.posts.has(marker)) ? true : undefined,
  ).catch(() => undefined);
  const stored = await readStored(server, letters);
  const times = (marker: string) => stored.get(marker) ?? 0;
  const wrongs: string[] = [];
  const say = (list: readonly Letter[], what: string) => {
    if (list.length > 0) wrongs.push(`${what}: ${some(list.map((l) => l.marker))}`);
  };
  say(
    letters.filter(({ marker }) => times(marker) === 0),
    'not stored',
  );
  say(
    letters.filter(({ marker }) => times(marker) > 1),
    'stored more than once',
  );
  say(
    letters.filter(({ marker }) => !inbox.posts.has(marker)),
    'never posted',
  );
  say(
    letters.filter(({ marker }) => (inbox.posts.get(marker)?.ids.size ?? 1) > 1),
    'posted under several ids',
  );
  let posted = 0;
  for (const { count } of inbox.posts.values()) posted += count;
  return { stored: letters.filter(({ marker }) => times(marker) === 1).length, posted, wrongs };
}

/** How often each letter is kept by the server, by its marker. */
export async function readStored(
  server: Pick<ServerProcess, 'url'>,
  letters: readonly Letter[],
): Promise<Map<string, number>> {
  const stored = new Map<string, number>();
  const writers = [...new Set(letters.map((l) => l.person.telegramId))];
  await forEach(writers, 4, async (id) => {
    for (let after = ''; ; ) {
      const { body } = await callServer(server, 'GET', `/dialogs/${id}?limit=100${after}`);
      for (const { direction, text } of body.messages ?? [])
        if (direction === 'in') stored.set(text, (stored.get(text) ?? 0) + 1);
      if (!body.next) break;
      after = `&after=${encodeURIComponent(body.next)}`;
    }
  });
  return stored;
}
