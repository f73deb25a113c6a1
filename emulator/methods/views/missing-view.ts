import type { tl } from '@mtcute/core';
import type { Added } from '../../world/chats/invite-users.ts';

/** Somebody who could not be added: a link may be sent to them instead. */
export const missingView = ({ user }: Added['missing'][number]): tl.RawMissingInvitee => ({
  _: 'missingInvitee',
  userId: user.id,
});
