/** What a connected bot may do with an account (https://core.telegram.org/api/bots/connected-business-bots). */
export const businessRights = [
  'reply',
  'readMessages',
  'deleteSentMessages',
  'deleteReceivedMessages',
  'editName',
  'editBio',
  'editUsername',
] as const;
export type BusinessRight = (typeof businessRights)[number];
export type BusinessRights = Readonly<Partial<Record<BusinessRight, boolean>>>;

/** A bot that looks after the private chats of somebody's account. */
export type BusinessConnection = {
  readonly id: string;
  readonly userId: number;
  readonly botId: number;
  /** World's time in seconds. */
  readonly date: number;
  rights: BusinessRights;
  /** People whose chats it has nothing to do with. */
  excluded: ReadonlySet<number>;
  enabled: boolean;
};
