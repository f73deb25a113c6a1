/**
 * A refusal as Telegram words it: a number in the spirit of HTTP and a name in capitals
 * (https://core.telegram.org/api/errors). Rules of the world throw it; the wire carries it as it is.
 */
export class TelegramError extends Error {
  readonly code: number;
  readonly text: string;

  constructor(code: number, text: string) {
    super(`${text} (${code})`);
    this.name = 'TelegramError';
    this.code = code;
    this.text = text;
  }
}
