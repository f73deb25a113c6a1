import type { tl } from '@mtcute/core';
import { boxOf } from '../../world/messages/box-of.ts';
import { deleteMessages as deleteInWorld } from '../../world/messages/delete-messages.ts';
import { isChat } from '../../world/messages/send-to.ts';
import { type Call, caller } from '../call.ts';
import { peerOf } from '../peers.ts';

export function deleteMessages(
  call: Call,
  request: tl.messages.RawDeleteMessagesRequest,
): tl.messages.RawAffectedMessages {
  const revoke = request.revoke ?? false;
  const done = deleteInWorld(call.world, caller(call).id, request.id, revoke, call.session);
  return { _: 'messages.affectedMessages', ...done };
}

/** Empties a chat; a group only for oneself. @throws TelegramError PEER_ID_INVALID */
export function deleteHistory(
  call: Call,
  request: tl.messages.RawDeleteHistoryRequest,
): tl.messages.RawAffectedHistory {
  const self = caller(call);
  const peer = peerOf(call, request.peer);
  const forAll = !isChat(peer) && (request.revoke ?? false);
  const dialog = boxOf(call.world, self.id).dialogs.get(peer.id);
  const ids = (dialog?.ids ?? []).filter((id) => request.maxId === 0 || id <= request.maxId);
  const done = deleteInWorld(call.world, self.id, ids, forAll, call.session);
  return { _: 'messages.affectedHistory', ...done, offset: 0 };
}
