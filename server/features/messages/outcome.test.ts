import { describe, expect, test } from 'vitest';
import { problemFromRpc } from '../../edges/telegram-account/telegram-problem.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** [Telegram's code and error, what becomes of the message, the error answered, what it loses] */
const table: [number, string, Outcome['kind'], string | undefined, string | undefined][] = [
  [400, 'PEER_FLOOD', 'failed', 'account_unavailable', 'peer_flood'],
  [400, 'USER_IS_BLOCKED', 'failed', 'user_blocked', 'blocked'],
  [400, 'YOU_BLOCKED_USER', 'failed', 'user_blocked', 'blocked'],
  [400, 'USER_BANNED_IN_CHANNEL', 'failed', 'user_blocked', 'blocked'],
  [403, 'USER_PRIVACY_RESTRICTED', 'failed', 'user_blocked', 'privacy'],
  [406, 'PRIVACY_PREMIUM_REQUIRED', 'failed', 'user_blocked', 'privacy'],
  [403, 'PREMIUM_ACCOUNT_REQUIRED', 'failed', 'user_blocked', 'privacy'],
  [403, 'ALLOW_PAYMENT_REQUIRED_10', 'failed', 'user_blocked', 'privacy'],
  [420, 'FLOOD_WAIT_30', 'failed', 'flood_wait', undefined],
  [420, 'FLOOD_PREMIUM_WAIT_30', 'failed', 'flood_wait', undefined],
  [420, 'FROZEN_METHOD_INVALID', 'failed', 'account_unavailable', undefined],
  [401, 'USER_DEACTIVATED_BAN', 'failed', 'account_banned', undefined],
  [400, 'PHONE_NUMBER_BANNED', 'failed', 'account_banned', undefined],
  [401, 'AUTH_KEY_UNREGISTERED', 'failed', 'account_unavailable', undefined],
  [401, 'SESSION_REVOKED', 'failed', 'account_unavailable', undefined],
  [401, 'SESSION_EXPIRED', 'failed', 'account_unavailable', undefined],
  [400, 'PEER_ID_INVALID', 'failed', 'peer_not_found', undefined],
  [400, 'INPUT_USER_DEACTIVATED', 'failed', 'peer_not_found', undefined],
  [400, 'PHOTO_INVALID_DIMENSIONS', 'failed', 'invalid_media', undefined],
  [400, 'SOMETHING_NEW', 'failed', 'refused_by_telegram', undefined],
  [400, 'FILE_REFERENCE_EXPIRED', 'requeued', undefined, undefined],
  [500, 'RANDOM_ID_DUPLICATE', 'unknown', undefined, undefined],
  [500, 'RPC_CALL_FAIL', 'unknown', undefined, undefined],
  [400, 'TIMEOUT', 'unknown', undefined, undefined],
  [-503, 'Timeout', 'unknown', undefined, undefined],
];

describe('what an error of Telegram means for a message that is waited for', () => {
  test.each(table)('%i %s: %s %s', (code, name, kind, error, lostBecause) => {
    const outcome = outcomeOf(problemFromRpc(code, name), true);
    expect(outcome.kind).toBe(kind);
    expect('error' in outcome ? outcome.error.code : undefined).toBe(error);
    expect('lostBecause' in outcome ? outcome.lostBecause : undefined).toBe(lostBecause);
  });
});

describe('a message that nobody waits for goes back to the queue', () => {
  test.each([
    [420, 'FLOOD_WAIT_30'],
    [401, 'SESSION_REVOKED'],
    [420, 'FROZEN_METHOD_INVALID'],
  ])('at %i %s', (code, name) => {
    expect(outcomeOf(problemFromRpc(code, name), false).kind).toBe('requeued');
  });
});

test('a flood says how long it lasts', () => {
  const outcome = outcomeOf(problemFromRpc(420, 'FLOOD_WAIT_30'), true);
  expect(outcome).toMatchObject({ error: { retry_after: 30 } });
});
