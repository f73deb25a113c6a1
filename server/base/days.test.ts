import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, localDay, localTime, nextLocalDay, quietUntil, startOfLocalDay } from './days.ts';

const at = (iso: string) => new Date(iso);

/** With and without daylight saving, half hours, changes at midnight, both ends of the map. */
const zones = [
  'UTC',
  'Europe/Moscow',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Beirut',
  'America/Santiago',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
];
const zone = fc.constantFrom(...zones);
const moment = fc.date({
  noInvalidDate: true,
  min: at('2022-01-01T00:00:00Z'),
  max: at('2028-01-01T00:00:00Z'),
});

test.each([
  ['2026-03-01T21:30:00Z', 'Europe/Moscow', '2026-03-02', 30],
  ['2026-03-01T21:30:00Z', 'UTC', '2026-03-01', 21 * 60 + 30],
  ['2026-03-01T20:30:59Z', 'Europe/Moscow', '2026-03-01', 23 * 60 + 30],
  ['2026-07-01T03:59:00Z', 'America/New_York', '2026-06-30', 23 * 60 + 59],
  ['2026-01-01T00:00:00Z', 'Asia/Kathmandu', '2026-01-01', 5 * 60 + 45],
])('%s in %s is %s', (iso, timeZone, day, minutes) => {
  expect(localTime(at(iso), timeZone)).toMatchObject({ day, minutes });
});

describe('the next day', () => {
  test.each([
    ['an ordinary night', '2026-05-05T10:00:00Z', 'Europe/Moscow', '2026-05-05T21:00:00.000Z'],
    [
      'the night the clocks go forward',
      '2026-03-28T22:30:00Z',
      'Europe/Berlin',
      '2026-03-28T23:00:00.000Z',
    ],
    ['the day of 23 hours', '2026-03-29T10:00:00Z', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['the day of 25 hours', '2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    [
      'a midnight that does not exist',
      '2026-04-23T12:00:00Z',
      'Africa/Cairo',
      '2026-04-23T22:00:00.000Z',
    ],
    ['midnight itself', '2026-05-05T21:00:00Z', 'Europe/Moscow', '2026-05-06T21:00:00.000Z'],
    [
      'the last millisecond',
      '2026-05-05T20:59:59.999Z',
      'Europe/Moscow',
      '2026-05-05T21:00:00.000Z',
    ],
  ])('after %s', (_, from, timeZone, next) => {
    expect(nextLocalDay(at(from), timeZone).toISOString()).toBe(next);
  });

  test('is the first moment of another day, everywhere and always', () => {
    fc.assert(
      fc.property(moment, zone, (from, timeZone) => {
        const next = nextLocalDay(from, timeZone);
        const today = localDay(from, timeZone);
        expect(next.getTime()).toBeGreaterThan(from.getTime());
        expect(next.getTime() - from.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        expect(localDay(next, timeZone)).not.toBe(today);
        expect(localDay(new Date(next.getTime() - 1), timeZone)).toBe(today);
      }),
      { numRuns: 400 },
    );
  });
});

test('the start of a day is the moment after which it is that day', () => {
  fc.assert(
    fc.property(moment, zone, (from, timeZone) => {
      const day = localDay(from, timeZone);
      const start = startOfLocalDay(day, timeZone);
      expect(localDay(start, timeZone)).toBe(day);
      expect(localDay(new Date(start.getTime() - 1), timeZone)).not.toBe(day);
      expect(start.getTime()).toBeLessThanOrEqual(from.getTime());
    }),
    { numRuns: 400 },
  );
});

test('days are added over months, years and leap days', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  expect(addDays('2026-10-25', 1)).toBe('2026-10-26');
});

describe('quiet hours', () => {
  const night = { from: '22:00', to: '09:00' };
  const nap = { from: '13:00', to: '14:30' };
  const until = (iso: string, quiet = night, timeZone = 'Europe/Moscow') =>
    quietUntil(at(iso), timeZone, quiet)?.toISOString();

  test('over midnight end in the morning, whether it is before or after midnight', () => {
    expect(until('2026-05-05T19:00:00Z')).toBe('2026-05-06T06:00:00.000Z');
    expect(until('2026-05-06T02:15:30Z')).toBe('2026-05-06T06:00:00.000Z');
  });

  test('do not hold outside, to the minute', () => {
    expect(until('2026-05-05T18:59:59Z')).toBeUndefined();
    expect(until('2026-05-06T05:59:59Z')).toBe('2026-05-06T06:00:00.000Z');
    expect(until('2026-05-06T06:00:00Z')).toBeUndefined();
    expect(until('2026-05-05T10:00:00Z', nap)).toBe('2026-05-05T11:30:00.000Z');
    expect(until('2026-05-05T11:30:00Z', nap)).toBeUndefined();
  });

  test('from a time to itself are none', () => {
    expect(until('2026-05-05T10:00:00Z', { from: '13:00', to: '13:00' })).toBeUndefined();
  });

  test('end by the clock on the wall in the nights when it is changed', () => {
    expect(until('2026-03-28T22:00:00Z', night, 'Europe/Berlin')).toBe('2026-03-29T07:00:00.000Z');
    expect(until('2026-10-24T21:00:00Z', night, 'Europe/Berlin')).toBe('2026-10-25T08:00:00.000Z');
  });

  const timeOfDay = fc
    .integer({ min: 0, max: 24 * 60 - 1 })
    .map(
      (m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`,
    );

  test('end later than now, within 25 hours, and are over then', () => {
    fc.assert(
      fc.property(moment, zone, timeOfDay, timeOfDay, (from, timeZone, start, end) => {
        const quiet = { from: start, to: end };
        const ends = quietUntil(from, timeZone, quiet);
        if (!ends) return;
        expect(ends.getTime()).toBeGreaterThan(from.getTime());
        expect(ends.getTime() - from.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        expect(quietUntil(ends, timeZone, quiet)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });
});
