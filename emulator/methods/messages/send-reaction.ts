import type { tl } from '@mtcute/core';
import { boxWith } from '../../world/chats/channel-box.ts';
import { copyById } from '../../world/messages/box.ts';
import { react } from '../../world/messages/react.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { peerOf } from '../peers.ts';
import { peerView } from '../views/peer-view.ts';
import { reactionsView } from '../views/reactions-view.ts';
import { updatesOf } from '../views/update-view.ts';

/** Puts reactions under a message. @throws TelegramError MESSAGE_ID_INVALID and those of the world */
export function sendReaction(
  call: Call,
  request: tl.messages.RawSendReactionRequest,
): tl.TypeUpdates {
  const { world } = call;
  const user = caller(call);
  const peer = peerOf(call, request.peer);
  const copy = copyById(boxWith(world, user.id, peer.id), request.msgId);
  if (copy?.chatId !== peer.id) throw new TelegramError(400, 'MESSAGE_ID_INVALID');
  react(world, user, copy, readReactions(request.reaction ?? []));
  const reactions = reactionsView(copy.message.reactions ?? new Map(), user.id);
  const msgId = copy.id;
  return updatesOf(
    world,
    user,
    [{ _: 'updateMessageReactions', peer: peerView(peer.id), msgId, reactions }],
    [],
  );
}

function readReactions(given: readonly tl.TypeReaction[]): string[] {
  return given.flatMap((reaction) => {
    if (reaction._ === 'reactionEmpty') return [];
    if (reaction._ !== 'reactionEmoji') throw new TelegramError(400, 'REACTION_INVALID');
    return [reaction.emoticon];
  });
}
