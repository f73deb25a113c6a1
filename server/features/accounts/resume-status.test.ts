import { describe, expect, test } from 'vitest';
import { resumeStatus, warmUntil } from './resume-status.ts';

const now = new Date('2026-03-10T12:00:00Z');
const later = new Date('2026-03-11T12:00:00Z');
const earlier = new Date('2026-03-09T12:00:00Z');
const facts = {
  previousStatus: 'active' as const,
  cooldownUntil: null,
  limitedSince: null,
  warmupStartedOn: '2026-03-08',
};

describe('after a pause an account', () => {
  test('goes back to its work', () => {
    expect(resumeStatus(facts, now, 'UTC')).toEqual({ to: 'active', until: null });
  });

  test('goes on with its warm-up, which ends when it would have', () => {
    const next = resumeStatus({ ...facts, previousStatus: 'warming' }, now, 'Europe/Moscow');
    expect(next).toEqual({ to: 'warming', until: new Date('2026-03-14T21:00:00Z') });
  });

  test('still cools down if that is not over', () => {
    const next = resumeStatus({ ...facts, cooldownUntil: later }, now, 'UTC');
    expect(next).toEqual({ to: 'cooldown', until: later });
    expect(resumeStatus({ ...facts, cooldownUntil: earlier }, now, 'UTC').to).toBe('active');
  });

  test('is still limited, which is graver than cooling down', () => {
    const next = resumeStatus(
      { ...facts, cooldownUntil: later, limitedSince: earlier },
      now,
      'UTC',
    );
    expect(next).toEqual({ to: 'limited', until: null });
  });
});

describe('a warm-up is over at the first moment of its eighth day', () => {
  test.for([
    ['UTC', '2026-03-02', '2026-03-09T00:00:00Z'],
    ['Europe/Moscow', '2026-03-02', '2026-03-08T21:00:00Z'],
    ['Pacific/Kiritimati', '2026-03-02', '2026-03-08T10:00:00Z'],
    // the clocks go forward on 29 March and back on 25 October
    ['Europe/Berlin', '2026-03-25', '2026-03-31T22:00:00Z'],
    ['Europe/Berlin', '2026-10-20', '2026-10-26T23:00:00Z'],
  ] as const)('in %s', ([timeZone, startedOn, end]) => {
    expect(warmUntil(startedOn, timeZone)).toEqual(new Date(end));
  });
});
