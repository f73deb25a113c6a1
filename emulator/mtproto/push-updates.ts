import type { tl } from '@mtcute/core';
import { chatUpdate, peersInChatEvent } from '../methods/views/chat-update-view.ts';
import { peerSettingsOf } from '../methods/views/peer-settings-view.ts';
import { typingView } from '../methods/views/typing-view.ts';
import { pushedUpdate, updatesOf } from '../methods/views/update-view.ts';
import { userStatus } from '../methods/views/user-view.ts';
import { hasRight, isPresent } from '../world/chats/member-of.ts';
import type { WorldEvent } from '../world/world-event.ts';
import { flushSoon } from './flush.ts';
import type { MtprotoServer } from './mtproto-server.ts';
import { sessionName } from './registry.ts';
import { updatesTooLong } from './service-messages.ts';
import { enqueue, type Session } from './session.ts';

/** Passes what happens in the world on to the sessions of those concerned. */
export function pushUpdates(server: MtprotoServer, event: WorldEvent): void {
  switch (event.kind) {
    case 'box':
      for (const viewerId of viewersOf(server, event.ownerId)) {
        push(server, viewerId, event.session, () => {
          const viewer = server.world.users.get(viewerId);
          return viewer && pushedUpdate(server.world, viewer, event.ownerId, event.event);
        });
      }
      return;
    case 'chat':
    case 'topicPinned':
    case 'chatTyping':
    case 'channelRead':
    case 'joinRequest':
      pushChatEvent(server, event);
      return;
    case 'typing':
      pushShort(server, event.viewerId, () => ({
        _: 'updateUserTyping',
        userId: event.fromId,
        action: typingView(event.action),
      }));
      return;
    case 'status':
      pushShort(server, event.viewerId, () => {
        const viewer = server.world.users.get(event.viewerId);
        const user = server.world.users.get(event.userId);
        if (!viewer || !user) return undefined;
        return {
          _: 'updateUserStatus',
          userId: user.id,
          status: userStatus(server.world, viewer, user),
        };
      });
      return;
    case 'user':
      push(server, event.viewerId, undefined, () => {
        const viewer = server.world.users.get(event.viewerId);
        const user = server.world.users.get(event.userId);
        if (!viewer || !user) return undefined;
        // Older layers have no updateUser; this one brings the user along in every layer.
        const update: tl.TypeUpdate = {
          _: 'updatePeerSettings',
          peer: { _: 'peerUser', userId: user.id },
          settings: peerSettingsOf(viewer, user),
        };
        return updatesOf(server.world, viewer, [update], [user.id]);
      });
      return;
    case 'blocked':
      pushShort(server, event.viewerId, () => ({
        _: 'updatePeerBlocked',
        blocked: event.blocked,
        peerId: { _: 'peerUser', userId: event.userId },
      }));
      return;
    case 'key':
      for (const session of server.sessionsByKey.get(event.keyId) ?? []) {
        if (session.subscribed) deliver(server, session, updatesTooLong());
      }
      return;
    case 'delivered':
    case 'member':
      return;
  }
}

type ChatEvent = Extract<
  WorldEvent,
  { kind: 'chat' | 'topicPinned' | 'chatTyping' | 'channelRead' | 'joinRequest' }
>;

function pushChatEvent(server: MtprotoServer, event: ChatEvent): void {
  const { world } = server;
  const session = 'session' in event ? event.session : undefined;
  for (const viewerId of chatViewers(server, event)) {
    push(server, viewerId, session, () => {
      const viewer = world.users.get(viewerId);
      const update = viewer && chatUpdate(world, viewer, event);
      return update && updatesOf(world, viewer, [update], peersInChatEvent(world, event));
    });
  }
}

function chatViewers(server: MtprotoServer, event: ChatEvent): Iterable<number> {
  if ('viewerId' in event && event.viewerId !== undefined) return [event.viewerId];
  const viewers = viewersOf(server, event.chatId);
  const chat = server.world.chats.get(event.chatId);
  if (!chat || (event.kind !== 'joinRequest' && event.kind !== 'chatTyping')) return viewers;
  return [...viewers].filter((id) =>
    event.kind === 'chatTyping'
      ? id !== event.fromId
      : hasRight(server.world, chat, id, 'inviteUsers'),
  );
}

/**
 * Who sees a box or a chat: its owner, or the people in the chat. Of a chat with more people than
 * are signed in at all, only these are gone through.
 */
function viewersOf(server: MtprotoServer, ownerId: number): Iterable<number> {
  const chat = server.world.chats.get(ownerId);
  if (!chat) return [ownerId];
  const { keysByUser } = server.world;
  const candidates = chat.memberCount < keysByUser.size ? chat.members : keysByUser;
  return [...candidates.keys()].filter((id) => isPresent(chat, id));
}

function pushShort(
  server: MtprotoServer,
  viewerId: number,
  make: () => tl.TypeUpdate | undefined,
): void {
  push(server, viewerId, undefined, () => {
    const update = make();
    return update && { _: 'updateShort', update, date: server.world.clock.seconds() };
  });
}

/** Sends an update to all of a user's sessions but one; it is made and encoded at most once per layer. */
function push(
  server: MtprotoServer,
  userId: number,
  except: string | undefined,
  make: () => tl.TypeUpdates | undefined,
): void {
  let update: tl.TypeUpdates | undefined;
  const encoded = new Map<number, Buffer>();
  for (const key of server.world.keysByUser.get(userId) ?? []) {
    for (const session of server.sessionsByKey.get(key.id) ?? []) {
      if (!session.subscribed || sessionName(session.keyId, session.id) === except) continue;
      update ??= make();
      if (!update) return;
      let body = encoded.get(session.layer);
      if (!body) {
        body = server.codec.encode(update, session.layer);
        encoded.set(session.layer, body);
      }
      deliver(server, session, body);
    }
  }
}

function deliver(server: MtprotoServer, session: Session, body: Buffer): void {
  const message = enqueue(session, body, 'notice');
  if (session.wire) flushSoon(server, session);
  else session.queue.splice(session.queue.indexOf(message), 1); // kept as unacknowledged
}
