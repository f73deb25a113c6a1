import { GrammyError, HttpError } from 'grammy';
import { BotError, type BotProblem } from './port.ts';

/** Descriptions of the Bot API: it has no codes of its own below those of HTTP. */
const unreachable =
  /bot was blocked|user is deactivated|can't initiate|chat not found|bot was kicked/i;
const noThread = /thread not found|TOPIC_(ID_INVALID|DELETED)/i;
const unchanged =
  /not[ _]modified|message to (edit|delete) not found|message can't be (edited|deleted)|query is too old/i;

/** What an error of the Bot API comes to. */
export function botProblem(error: unknown): BotProblem {
  if (error instanceof GrammyError) {
    const { error_code: status, description: code, parameters } = error;
    // A token that never was one answers 404.
    if (status === 401 || (status === 404 && /^not found$/i.test(code)))
      return { kind: 'unauthorized', code };
    if (status === 409) return { kind: 'conflict', code };
    if (status === 429) return { kind: 'flood_wait', seconds: parameters.retry_after ?? 1, code };
    if (noThread.test(code)) return { kind: 'no_thread', code };
    if (unreachable.test(code)) return { kind: 'blocked', code };
    if (unchanged.test(code)) return { kind: 'not_changed', code };
    return status >= 500 ? { kind: 'unavailable', code } : { kind: 'refused', code };
  }
  // What the library says of a network error would show the address, and with it the token.
  if (error instanceof HttpError) return { kind: 'unavailable', code: 'NETWORK' };
  return { kind: 'unavailable', code: 'UNKNOWN' };
}

export function toBotError(error: unknown): BotError {
  return error instanceof BotError ? error : new BotError(botProblem(error));
}
