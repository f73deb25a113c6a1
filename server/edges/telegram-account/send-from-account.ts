import { Long, type tl } from '@mtcute/core';
import { type Client, once } from './client.ts';
import { countOwnMessage } from './own-updates.ts';
import { TelegramError } from './port.ts';
import type { Outgoing, Sent } from './sending-port.ts';
import { toTelegramError } from './telegram-problem.ts';
import { readReference } from './upload-media.ts';

/**
 * One RPC that makes a message appear at the person's. A repeat under the same id is harmless, and
 * the client repeats by itself what a broken connection left unanswered.
 * @throws TelegramError `afterRepeat` when the refusal may be that of such a repeat
 */
export async function sendFromAccount(client: Client, message: Outgoing): Promise<Sent> {
  const connects = client.countConnects();
  try {
    return await send(client, message);
  } catch (error) {
    const { problem } = toTelegramError(error);
    throw new TelegramError(problem, error, client.countConnects() !== connects);
  }
}

async function send({ tg }: Client, message: Outgoing): Promise<Sent> {
  const { media, text } = message;
  const common = {
    peer: {
      _: 'inputPeerUser' as const,
      userId: message.peer.userId,
      accessHash: Long.fromString(message.peer.accessHash),
    },
    randomId: Long.fromString(message.randomId),
    message: text,
  };
  const result = media
    ? await tg.call(
        { _: 'messages.sendMedia', ...common, media: readReference(media.reference) },
        once,
      )
    : await tg.call({ _: 'messages.sendMessage', ...common }, once);
  return readResult(tg, result, common.randomId);
}

function readResult(tg: Client['tg'], result: tl.TypeUpdates, randomId: Long): Sent {
  countOwnMessage(tg, result);
  if (result._ === 'updateShortSentMessage')
    return { telegramId: result.id, sentAt: new Date(result.date * 1_000) };
  if (result._ !== 'updates' && result._ !== 'updatesCombined')
    throw new TelegramError({ kind: 'unavailable', code: 'UNEXPECTED_ANSWER' });
  const own = result.updates.find(
    (u): u is tl.RawUpdateMessageID => u._ === 'updateMessageID' && u.randomId.eq(randomId),
  );
  const message = result.updates
    .flatMap((u) => (u._ === 'updateNewMessage' ? [u.message] : []))
    .find((m) => m.id === own?.id);
  if (!own) throw new TelegramError({ kind: 'unavailable', code: 'UNEXPECTED_ANSWER' });
  const date = message && 'date' in message ? message.date : result.date;
  return { telegramId: own.id, sentAt: new Date(date * 1_000) };
}
