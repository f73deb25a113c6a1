import { GrammyError, HttpError } from 'grammy';
import { ProxyFailure } from './open-tunnel.ts';
import { BotError, type BotProblem } from './port.ts';

/** Descriptions of the Bot API: it has no codes of its own below those of HTTP. */
const unreachable =
  /bot was blocked|user is deactivated|can't initiate|chat not found|bot was kicked/i;
const noThread = /thread not found|TOPIC_(ID_INVALID|DELETED)/i;
/** Of Telegram Business (https://core.telegram.org/api/bots/connected-business-bots). */
const connectionEnded = /BUSINESS_CONNECTION_(INVALID|NOT_ALLOWED)|business connection not found/i;
const rightMissing = /BOT_ACCESS_FORBIDDEN|not enough rights/i;
const windowClosed = /BUSINESS_PEER_USAGE_MISSING/i;
/** What a connection fails with before anything is asked. */
const neverConnected: unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'];
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
    if (connectionEnded.test(code)) return { kind: 'connection_ended', code };
    if (rightMissing.test(code)) return { kind: 'right_missing', code };
    if (windowClosed.test(code)) return { kind: 'window_closed', code };
    if (unreachable.test(code)) return { kind: 'blocked', code };
    if (unchanged.test(code)) return { kind: 'not_changed', code };
    return status >= 500 ? { kind: 'unavailable', code } : { kind: 'refused', code };
  }
  // What the library says of a network error would show the address, and with it the token.
  if (error instanceof HttpError) {
    const failure = proxyFailureIn(error.error);
    if (failure) return { kind: 'proxy_unavailable', code: failure.code };
    const neverLeft = neverConnected.includes(codeOf(error.error));
    return { kind: 'unavailable', code: 'NETWORK', ...(neverLeft && { neverLeft }) };
  }
  return { kind: 'unavailable', code: 'UNKNOWN' };
}

export function toBotError(error: unknown): BotError {
  return error instanceof BotError ? error : new BotError(botProblem(error));
}

/** `fetch` wraps what a connection failed with. */
function proxyFailureIn(cause: unknown): ProxyFailure | undefined {
  if (cause instanceof ProxyFailure) return cause;
  return cause instanceof Error ? proxyFailureIn(cause.cause) : undefined;
}

function codeOf(cause: unknown): unknown {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
}
