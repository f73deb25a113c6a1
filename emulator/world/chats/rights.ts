/** What an administrator may do, by the API's names (https://core.telegram.org/constructor/chatAdminRights). */
export const adminRights = [
  'changeInfo',
  'postMessages',
  'editMessages',
  'deleteMessages',
  'banUsers',
  'inviteUsers',
  'pinMessages',
  'addAdmins',
  'anonymous',
  'manageCall',
  'other',
  'manageTopics',
  'postStories',
  'editStories',
  'deleteStories',
] as const;
export type AdminRight = (typeof adminRights)[number];
export type AdminRights = Readonly<Partial<Record<AdminRight, boolean>>>;

/** What may be forbidden to members (https://core.telegram.org/constructor/chatBannedRights). */
export const bannedRights = [
  'viewMessages',
  'sendMessages',
  'sendMedia',
  'sendStickers',
  'sendGifs',
  'sendGames',
  'sendInline',
  'embedLinks',
  'sendPolls',
  'changeInfo',
  'inviteUsers',
  'pinMessages',
  'manageTopics',
  'sendPhotos',
  'sendVideos',
  'sendRoundvideos',
  'sendAudios',
  'sendVoices',
  'sendDocs',
  'sendPlain',
] as const;
export type BannedRight = (typeof bannedRights)[number];
export type BannedRights = Readonly<Partial<Record<BannedRight, boolean>>>;

/** All that a chat's owner may do; `anonymous` is a choice, not a right. */
export const ownerRights: AdminRights = Object.fromEntries(
  adminRights.filter((right) => right !== 'anonymous').map((right) => [right, true]),
);

/** What "administrator" of a basic group stands for: it has no rights one by one. */
export const groupAdminRights: AdminRights = {
  changeInfo: true,
  deleteMessages: true,
  banUsers: true,
  inviteUsers: true,
  pinMessages: true,
  manageCall: true,
  other: true,
};

/** Only the rights that are there. */
export function chosen<R extends string>(
  given: Readonly<Partial<Record<R, boolean | undefined>>>,
  names: readonly R[],
): Readonly<Partial<Record<R, boolean>>> {
  const rights: Partial<Record<R, boolean>> = {};
  for (const name of names) if (given[name]) rights[name] = true;
  return rights;
}

export const isEmpty = (rights: AdminRights | BannedRights): boolean =>
  Object.keys(rights).length === 0;
