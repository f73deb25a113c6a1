import { randomBytes } from 'node:crypto';
import { hashToken } from '../../base/crypto.ts';
import type { App } from '../../context.ts';

/** What a token is sealed for: a copy in another bot's row won't open. */
const tokenContext = (botId: number) => `bot ${botId} token`;

export function sealToken(app: App, botId: number, token: string): Buffer {
  return app.crypto.encrypt(token, tokenContext(botId));
}

export function openToken(app: App, botId: number, sealed: Uint8Array): string {
  return app.crypto.decrypt(sealed, tokenContext(botId)).toString();
}

const secretContext = (botId: number) => `bot ${botId} webhook`;

/** What Telegram must show when it posts to this bot. */
export function newWebhookSecret(app: App, botId: number): Buffer {
  return app.crypto.encrypt(randomBytes(32).toString('base64url'), secretContext(botId));
}

export function openWebhookSecret(app: App, botId: number, sealed: Uint8Array): string {
  return app.crypto.decrypt(sealed, secretContext(botId)).toString();
}

/** By which the same bot is known again: the number before the colon is the bot, the rest changes. */
export function hashBot(token: string): Buffer {
  return hashToken(`bot ${token.split(':')[0]}`);
}
