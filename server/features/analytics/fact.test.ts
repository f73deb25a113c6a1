import { describe, expect, test } from 'vitest';
import { factOf } from './fact.ts';

const system = { kind: 'system' as const };

test.each([
  ['message.sent', {}, { what: 'sent', cause: '' }],
  ['message.received', {}, { what: 'reply', cause: '' }],
  ['message.failed', { reason: 'USER_IS_BLOCKED' }, { what: 'failed', cause: 'USER_IS_BLOCKED' }],
  ['message.failed', { reason: 'FLOOD_WAIT_37' }, { what: 'failed', cause: 'FLOOD_WAIT' }],
  ['message.failed', {}, { what: 'failed', cause: 'unknown' }],
  ['message.unconfirmed', {}, { what: 'failed', cause: 'unconfirmed' }],
  ['message.cancelled', { reason: 'answered' }, undefined],
  ['dialog.judged', { verdict: 'agreement' }, { what: 'agreed', cause: '' }],
  ['dialog.judged', { verdict: 'refusal', decision: 'stop' }, undefined],
  ['dialog.converted', {}, { what: 'converted', cause: '' }],
  ['dialog.completed', {}, undefined],
  ['account.status_changed', { cause: 'PEER_FLOOD' }, { what: 'flood', cause: '' }],
  ['account.status_changed', { cause: 'warmed_up' }, undefined],
  ['contact.opt_out_corrected', {}, { what: 'corrected', cause: '' }],
])('%s with %o counts as %o', (type, data, fact) => {
  expect(factOf({ type, data, actor: system })).toEqual(fact);
});

describe('a refusal is told apart by who saw it', () => {
  test.each([
    [{ reason: 'refused', cause: 'rule:stop_request' }, 'system', 'rule'],
    [{ reason: 'refused', cause: 'model:0.93' }, 'system', 'model'],
    [{ reason: 'refused', cause: 'llm:7' }, 'system', 'language_model'],
    [{ reason: 'import', job_id: 4 }, 'api_key', 'import'],
    [{ reason: 'asked us' }, 'operator', 'operator'],
    [{ reason: 'asked us' }, 'api_key', 'api'],
    [{ reason: 'known under another name' }, 'system', 'other'],
  ] as const)('%o of %s: %s', (data, kind, cause) => {
    const event = { type: 'contact.opted_out', data, actor: { kind } };
    expect(factOf(event)).toEqual({ what: 'refusal', cause });
  });
});
