const NAME = /^[a-z][a-z0-9_]{3,31}$/i;
const LINK = /^(?:https?:\/\/)?(?:www\.)?(?:t|telegram)\.me\//i;

/**
 * Reads a channel as people name it: @name, t.me/name, an invite link.
 * @returns `@name` in lower case, or the invite link in its plain form; undefined for anything else
 */
export function readChannelName(text: string): string | undefined {
  const words = text.trim();
  if (!LINK.test(words)) return nameOf(words.replace(/^@/, ''));
  const path = words.replace(LINK, '').split(/[?#]/)[0] ?? '';
  const hash = /^(?:\+|joinchat\/)([\w-]{8,64})\/?$/.exec(path)?.[1];
  if (hash !== undefined) return `https://t.me/+${hash}`;
  return nameOf(path.replace(/^s\//, '').split('/')[0] ?? '');
}

function nameOf(name: string): string | undefined {
  return NAME.test(name) ? `@${name.toLowerCase()}` : undefined;
}
