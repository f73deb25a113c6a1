import type { tl } from '@mtcute/core';
import { TelegramError } from '../../world/telegram-error.ts';
import type { Audience, User } from '../../world/users/user.ts';
import { type Call, caller } from '../call.ts';

/** The setting behind a privacy key, for those that the world acts on. */
type Setting = 'findByPhone' | 'phoneNumber' | 'lastSeen' | 'voiceMessages' | 'chatInvite';

const settings: Partial<Record<tl.TypeInputPrivacyKey['_'], Setting>> = {
  inputPrivacyKeyAddedByPhone: 'findByPhone',
  inputPrivacyKeyPhoneNumber: 'phoneNumber',
  inputPrivacyKeyStatusTimestamp: 'lastSeen',
  inputPrivacyKeyVoiceMessages: 'voiceMessages',
  inputPrivacyKeyChatInvite: 'chatInvite',
};

const rules: Record<Audience, tl.TypePrivacyRule> = {
  everyone: { _: 'privacyValueAllowAll' },
  contacts: { _: 'privacyValueAllowContacts' },
  nobody: { _: 'privacyValueDisallowAll' },
};

/** Keys that the world doesn't act on are open to everyone. */
export function getPrivacy(
  call: Call,
  request: tl.account.RawGetPrivacyRequest,
): tl.account.RawPrivacyRules {
  return rulesOf(caller(call), settings[request.key._]);
}

/** @throws TelegramError PRIVACY_KEY_INVALID, PRIVACY_VALUE_INVALID */
export function setPrivacy(
  call: Call,
  request: tl.account.RawSetPrivacyRequest,
): tl.account.RawPrivacyRules {
  const setting = settings[request.key._];
  if (!setting) throw new TelegramError(400, 'PRIVACY_KEY_INVALID');
  const user = caller(call);
  const audience = readRules(request.rules);
  if (setting !== 'findByPhone') user.privacy[setting] = audience;
  else user.privacy.findByPhone = audience === 'everyone' ? 'everyone' : 'contacts';
  return rulesOf(user, setting);
}

function readRules(given: tl.TypeInputPrivacyRule[]): Audience {
  const names = new Set(given.map((rule) => rule._));
  if (names.has('inputPrivacyValueAllowAll')) return 'everyone';
  if (names.has('inputPrivacyValueAllowContacts')) return 'contacts';
  if (names.has('inputPrivacyValueDisallowAll')) return 'nobody';
  throw new TelegramError(400, 'PRIVACY_VALUE_INVALID');
}

function rulesOf(user: User, setting: Setting | undefined): tl.account.RawPrivacyRules {
  const audience = setting ? user.privacy[setting] : 'everyone';
  return { _: 'account.privacyRules', rules: [rules[audience]], chats: [], users: [] };
}
