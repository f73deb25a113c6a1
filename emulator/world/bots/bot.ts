/** A command of a bot's menu (https://core.telegram.org/bots/features#commands). */
export type BotCommand = { readonly command: string; readonly description: string };

/** What the button beside the input field of a bot's chat does. */
export type MenuButton =
  | { readonly kind: 'commands' }
  | { readonly kind: 'default' }
  | { readonly kind: 'webApp'; readonly text: string; readonly url: string };

/** What a user has beside a name when it is a bot that a program drives. */
export type Bot = {
  /** The id of its user. */
  readonly id: number;
  /** What its program proves itself with: the id, a colon and 35 characters. */
  readonly token: string;
  /** May be added to groups. */
  joinsGroups: boolean;
  /** Sees every message of its groups (privacy mode is off). */
  readsAll: boolean;
  /** May be connected to business accounts. */
  servesBusiness: boolean;
  /** Command lists by scope and language, such as `default/` and `chat:42/ru`. */
  readonly commands: Map<string, readonly BotCommand[]>;
  /** Names, descriptions and short descriptions by language; '' for all others. */
  readonly names: Map<string, string>;
  readonly descriptions: Map<string, string>;
  readonly shortDescriptions: Map<string, string>;
  /** Menu buttons by private chat; 0 for all others. */
  readonly menuButtons: Map<number, MenuButton>;
  /** Users that the bot has come across: it may ask for them by id. */
  readonly met: Set<number>;
};
