export type ChatPart = { text: string; kind: 'plain' | 'link' | 'mention'; href?: string };

/** What Telegram makes clickable in a plain text: addresses, @names and #words. */
const CLICKABLE =
  /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)»]|(?<![\w@/.])t\.me\/[\w/+-]+|(?<![\w@])@[a-zA-Z]\w{3,31}|(?<![\w&])#[\p{L}_][\p{L}\p{N}_]*)/gu;

/** A text as Telegram shows it: texts of scripts are sent plain, without marks of their own. */
export function partsOfText(text: string): ChatPart[] {
  return text
    .split(CLICKABLE)
    .filter((part) => part !== '')
    .map((part) => {
      if (/^https?:\/\//.test(part)) return { text: part, kind: 'link', href: part };
      if (part.startsWith('t.me/')) return { text: part, kind: 'link', href: `https://${part}` };
      const isMention = /^[@#]/.test(part) && part.length > 1;
      return { text: part, kind: isMention ? 'mention' : 'plain' };
    });
}
