import { TelegramError } from '../telegram-error.ts';

/**
 * The digits of a phone number in international form: `+7 (900) 000-00-01` → `79000000001`.
 *
 * @throws TelegramError PHONE_NUMBER_INVALID when what is left isn't 5 to 15 digits (E.164)
 */
export function normalizePhone(phone: string): string {
  const digits = phone.replace(/[\s()+.-]/g, '');
  if (!/^[1-9]\d{4,14}$/.test(digits)) throw new TelegramError(400, 'PHONE_NUMBER_INVALID');
  return digits;
}
