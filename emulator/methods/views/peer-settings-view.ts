import type { tl } from '@mtcute/core';
import type { User } from '../../world/users/user.ts';

/** What the bar above a chat offers to do with a person. */
export function peerSettingsOf(viewer: User, user: User): tl.RawPeerSettings {
  const stranger = viewer.id !== user.id && !viewer.contacts.has(user.id) && !user.support;
  return {
    _: 'peerSettings',
    addContact: stranger && !user.bot,
    blockContact: stranger && !viewer.blocked.has(user.id),
    reportSpam: stranger,
  };
}
