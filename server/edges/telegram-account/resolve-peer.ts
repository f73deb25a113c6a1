import { Long, type tl } from '@mtcute/core';
import { type Client, once } from './client.ts';
import { type Peer, type PeerQuery, TelegramError } from './port.ts';
import { readPeer } from './read-user.ts';

/**
 * Finds a person for this account: by what it knows already, by username, by phone number (which
 * then stands among its contacts).
 * @throws TelegramError peer_not_found
 */
export async function resolvePeer({ tg }: Client, query: PeerQuery): Promise<Peer> {
  const { userId, accessHash, username, phone } = query;
  if (userId !== null) {
    const known = await tg.storage.peers.getById(userId);
    const hash =
      accessHash !== null
        ? Long.fromString(accessHash)
        : known?._ === 'inputPeerUser'
          ? known.accessHash
          : undefined;
    const user = hash && (await getUser({ tg }, userId, hash));
    if (user) return readPeer(user);
  }
  if (username !== null) {
    const found = await tg.call({ _: 'contacts.resolveUsername', username }, once);
    return readPeer(pickUser(found.users, found.peer, userId));
  }
  if (phone !== null) return readPeer(await importByPhone({ tg }, phone, userId));
  throw notFound('NO_WAY_TO_ADDRESS');
}

async function getUser(
  { tg }: Pick<Client, 'tg'>,
  userId: number,
  accessHash: Long,
): Promise<tl.RawUser | undefined> {
  const id: tl.TypeInputUser[] = [{ _: 'inputUser', userId, accessHash }];
  const [user] = await tg.call({ _: 'users.getUsers', id }, once);
  return user?._ === 'user' && !user.min ? user : undefined;
}

async function importByPhone(
  { tg }: Pick<Client, 'tg'>,
  phone: string,
  expectedId: number | null,
): Promise<tl.RawUser> {
  const result = await tg.call(
    {
      _: 'contacts.importContacts',
      contacts: [
        { _: 'inputPhoneContact', clientId: Long.ONE, phone, firstName: phone, lastName: '' },
      ],
    },
    once,
  );
  const [imported] = result.imported;
  if (!imported) throw notFound('PHONE_NOT_OCCUPIED');
  return pickUser(result.users, { _: 'peerUser', userId: imported.userId }, expectedId);
}

/** A username or number may have passed to somebody else: they are not the person meant. */
function pickUser(
  users: readonly tl.TypeUser[],
  peer: tl.TypePeer,
  expectedId: number | null,
): tl.RawUser {
  if (peer._ !== 'peerUser') throw notFound('NOT_A_PERSON');
  const user = users.find((u) => u.id === peer.userId);
  if (user?._ !== 'user' || user.deleted) throw notFound('INPUT_USER_DEACTIVATED');
  if (expectedId !== null && user.id !== expectedId) throw notFound('ANOTHER_PERSON_NOW');
  return user;
}

function notFound(code: string): TelegramError {
  return new TelegramError({ kind: 'peer_not_found', code });
}
