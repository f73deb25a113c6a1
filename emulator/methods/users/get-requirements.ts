import type { tl } from '@mtcute/core';
import { isKnown } from '../../world/messages/may-write.ts';
import { type Call, caller } from '../call.ts';
import { userOfInput } from '../peers.ts';
import { toLong } from '../views/long.ts';

/** What each person asks of the caller before a first message. @throws TelegramError USER_ID_INVALID */
export function getRequirementsToContact(
  call: Call,
  request: tl.users.RawGetRequirementsToContactRequest,
): tl.TypeRequirementToContact[] {
  const self = caller(call);
  return request.id.map((input) => {
    const user = userOfInput(call, input);
    const { messages, stars } = user.privacy;
    if (isKnown(call.world, self, user)) return { _: 'requirementToContactEmpty' };
    if (messages === 'premium' && !self.premium) return { _: 'requirementToContactPremium' };
    if (messages === 'paid') {
      return { _: 'requirementToContactPaidMessages', starsAmount: toLong(BigInt(stars)) };
    }
    return { _: 'requirementToContactEmpty' };
  });
}
