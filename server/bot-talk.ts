import type { Permission } from '../contract/permissions.ts';
import type { Text } from './base/text.ts';
import type { App } from './context.ts';
import type { BotButton } from './edges/telegram-bot/port.ts';
import type { Caller } from './feature.ts';

/** What a bot says to whoever just wrote or pressed a button. */
export type BotReply = {
  /** In Telegram's HTML: what comes from elsewhere goes through `escapeHtml`. */
  html: string;
  buttons?: readonly (readonly BotButton[])[];
  file?: { name: string; content: AsyncIterable<Uint8Array> };
  /**
   * What is written next goes to this step of the feature, with the state as it is; it outlives
   * restarts, and stands unsealed in the database: no secrets.
   */
  expects?: { step: string; state: unknown };
  /** The message that was answered held a secret: it is deleted from the chat. */
  isSecret?: true;
};

/** An operator's turn in a conversation with the workspace's bot. */
export type BotTurn = {
  app: App;
  /** With the operator's language, and `operator:<id>` as the actor. */
  caller: Caller;
  /** What stands after the command, what the pressed button carries, or all that was written. */
  words: string;
  /** The same when the same update is done once more after a crash, and no other time. */
  key: string;
  /** What the step was given. */
  state: unknown;
  /** Says something before the answer itself, where that takes long. */
  say(reply: BotReply): Promise<void>;
};

type Told = (turn: BotTurn) => Promise<BotReply>;

export type BotCommand = {
  /** Without the slash. */
  name: string;
  permission: Permission;
  /** In the menu; undefined: not shown there. */
  about?: Text;
  /**
   * Whether these words are for this command; where a command means another thing to everybody
   * (`/start`), it is only this one with an argument.
   */
  needsWords?: true;
  run: Told;
};

/** How operators command a feature from the workspace's bot. */
export type BotTalk = {
  commands: readonly BotCommand[];
  /** Buttons by the word before the colon in what they carry: `stop:12`. */
  buttons?: Readonly<Record<string, { permission: Permission; run: Told }>>;
  /** What is written after a question of the bot's. */
  steps?: Readonly<Record<string, { permission: Permission; run: Told }>>;
};

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
