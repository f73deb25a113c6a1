/** How people name a chat. */
export type ChatReference =
  /** Lower case, without the @. */
  | { by: 'username'; username: string }
  /** The part of an invite link that names it. */
  | { by: 'invite'; hash: string }
  /** The Bot API's number. */
  | { by: 'number'; chatId: number };

const USERNAME = /^[a-z][a-z0-9_]{3,31}$/i;
/** First words of t.me links that are no names of chats. */
const RESERVED = new Set(['joinchat', 'c', 's', 'addstickers', 'share', 'proxy', 'socks', 'login']);

/**
 * Reads @username, https://t.me/username, t.me/s/username, an invite link (t.me/+hash,
 * t.me/joinchat/hash), t.me/c/number/… or the Bot API's number.
 * @returns undefined for anything else
 */
export function readChatReference(text: string): ChatReference | undefined {
  const words = text.trim();
  if (/^-\d{1,16}$/.test(words)) return { by: 'number', chatId: Number(words) };
  const link = /^(?:https?:\/\/)?(?:www\.)?(?:t|telegram)\.me\/([^?#]+)/i.exec(words)?.[1];
  if (link === undefined) return byName(words.replace(/^@/, ''));
  const [first = '', second = ''] = link.split('/');
  if (first.startsWith('+')) return byHash(first.slice(1));
  if (first === 'joinchat') return byHash(second);
  if (first === 'c' && /^\d{1,12}$/.test(second))
    return { by: 'number', chatId: -1_000_000_000_000 - Number(second) };
  return byName(first === 's' ? second : first);
}

function byName(name: string): ChatReference | undefined {
  if (!USERNAME.test(name) || RESERVED.has(name.toLowerCase())) return undefined;
  return { by: 'username', username: name.toLowerCase() };
}

function byHash(hash: string): ChatReference | undefined {
  return /^[\w-]{8,64}$/.test(hash) ? { by: 'invite', hash } : undefined;
}
