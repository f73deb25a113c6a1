import type { Recipient } from '../person/stop-dialogs.tsx';

/**
 * What somebody typed to name a person, as the API takes it: letters are a username, a number with
 * a plus, spaces or at least eleven digits a phone, a shorter one a Telegram id.
 */
export function readPerson(typed: string): Recipient | undefined {
  const text = typed.trim();
  if (/[a-z]/i.test(text)) return { username: text };
  const digits = text.replace(/\D/g, '');
  if (digits.length < 5) return undefined;
  return text === digits && digits.length < 11 ? { user_id: Number(digits) } : { phone: text };
}
