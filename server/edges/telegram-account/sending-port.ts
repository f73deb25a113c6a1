import type { MediaType } from '../../../contract/messages.ts';
import type { AccountConnection, ChatAddress, Peer, SealedSending } from './port.ts';

/** One message as it leaves. */
export type Outgoing = {
  peer: Pick<Peer, 'userId' | 'accessHash'>;
  /** Signed 64-bit number as text. Telegram drops a repeat, so a send may safely be repeated. */
  randomId: string;
  /** The text, or the caption of the file. */
  text: string;
  media?: { type: MediaType; reference: Uint8Array };
};

/** A person to be brought into a chat. */
export type Invitation = { peer: Pick<Peer, 'userId' | 'accessHash'>; chat: ChatAddress };

export type Sent = { telegramId: number; sentAt: Date };

/**
 * The way out. Only `features/messages`, behind its gate, may import this file.
 */
export type AccountSending = {
  /** @throws TelegramError */
  send(connection: AccountConnection, message: Outgoing): Promise<Sent>;
  /**
   * Adds a person to a chat; somebody who is there already counts as added.
   * @throws TelegramError not_addable, not_admin, chat_closed …
   */
  invite(connection: AccountConnection, invitation: Invitation): Promise<void>;
};

/** So that the way out can stand among the ports without being open to every feature. */
export function sealSending(sending: AccountSending): SealedSending {
  return sending as unknown as SealedSending;
}

export function openSending(sending: SealedSending): AccountSending {
  return sending as unknown as AccountSending;
}
