import { setTimeout as pause } from 'node:timers/promises';
import { Long, type tl } from '@mtcute/core';
import { randomLong } from '@mtcute/core/utils.js';
import { type Client, once } from './client.ts';
import { countOwnMessage } from './own-updates.ts';
import { toTelegramError } from './telegram-problem.ts';

const ANSWER_TIMEOUT_MS = 8_000;
/** The first look; each further pause is half as long again. */
const FIRST_LOOK_MS = 100;

/** How @SpamBot begins when all is well, in the languages it may speak to our accounts. */
const free =
  /good news|no limits are currently applied|free as a bird|свободен от каких-либо ограничений|нет ограничений/i;
const limited = /afraid|unfortunately|is now limited|are limited|очень жаль|к сожалению|ограничен/i;

/** Asks Telegram's own bot whether the account is limited. It is no person, and passes no gate. */
export async function askSpamBot(client: Client): Promise<'free' | 'limited' | 'unknown'> {
  try {
    const text = await converse(client);
    if (text === undefined) return 'unknown';
    if (free.test(text)) return 'free';
    return limited.test(text) ? 'limited' : 'unknown';
  } catch (error) {
    const { kind } = toTelegramError(error).problem;
    // Not to be found, not to be written to, asked too often: it says nothing about the account.
    if (kind === 'peer_flood') return 'limited';
    if (kind === 'signed_out' || kind === 'banned') throw error;
    return 'unknown';
  }
}

async function converse({ tg }: Client): Promise<string | undefined> {
  const found = await tg.call({ _: 'contacts.resolveUsername', username: 'SpamBot' }, once);
  const bot = found.users.find((u): u is tl.RawUser => u._ === 'user' && u.bot === true);
  if (!bot?.accessHash) return undefined;
  const peer: tl.TypeInputPeer = {
    _: 'inputPeerUser',
    userId: bot.id,
    accessHash: bot.accessHash,
  };
  const before = await newestFrom(tg, peer);
  const sent = await tg.call(
    { _: 'messages.sendMessage', peer, message: '/start', randomId: randomLong() },
    once,
  );
  countOwnMessage(tg, sent);
  const deadline = performance.now() + ANSWER_TIMEOUT_MS;
  for (let wait = FIRST_LOOK_MS; performance.now() < deadline; wait *= 1.5) {
    await pause(wait);
    const newest = await newestFrom(tg, peer);
    if (newest && newest.id !== before?.id) return newest.message;
  }
  return undefined;
}

async function newestFrom(
  tg: Client['tg'],
  peer: tl.TypeInputPeer,
): Promise<tl.RawMessage | undefined> {
  const history = await tg.call(
    {
      _: 'messages.getHistory',
      peer,
      offsetId: 0,
      offsetDate: 0,
      addOffset: 0,
      limit: 5,
      maxId: 0,
      minId: 0,
      hash: Long.ZERO,
    },
    once,
  );
  const messages = 'messages' in history ? history.messages : [];
  return messages.find((m): m is tl.RawMessage => m._ === 'message' && !m.out);
}
