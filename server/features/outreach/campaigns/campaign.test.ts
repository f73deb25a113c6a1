import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localTime, minutesOf } from '../../../base/days.ts';
import { closedUntil, type Schedule, weekday } from './campaign.ts';

const WEEK = [1, 2, 3, 4, 5, 6, 7];
const office: Schedule = { from: '10:00', to: '19:00', days: [1, 2, 3, 4, 5] };
const until = (schedule: Schedule, zone: string, now: string) =>
  closedUntil(schedule, zone, new Date(now))?.toISOString();

describe('a schedule', () => {
  test('is open within its hours on its days, by the clock of the person', () => {
    expect(until(office, 'Europe/Moscow', '2026-03-02T07:00:00Z')).toBeUndefined();
    expect(until(office, 'Europe/Moscow', '2026-03-02T06:59:59Z')).toBe('2026-03-02T07:00:00.000Z');
    expect(until(office, 'Europe/Moscow', '2026-03-02T16:00:00Z')).toBe('2026-03-03T07:00:00.000Z');
    expect(until(office, 'America/New_York', '2026-03-02T07:00:00Z')).toBe(
      '2026-03-02T15:00:00.000Z',
    );
  });

  test('waits over the weekend', () => {
    expect(until(office, 'Europe/Moscow', '2026-03-06T17:00:00Z')).toBe('2026-03-09T07:00:00.000Z');
  });

  test('passes over midnight: the small hours belong to the day before', () => {
    const night: Schedule = { from: '22:00', to: '02:00', days: [5] };
    expect(until(night, 'UTC', '2026-03-06T23:00:00Z')).toBeUndefined();
    expect(until(night, 'UTC', '2026-03-07T01:59:00Z')).toBeUndefined();
    expect(until(night, 'UTC', '2026-03-06T01:00:00Z')).toBe('2026-03-06T22:00:00.000Z');
    expect(until(night, 'UTC', '2026-03-07T02:00:00Z')).toBe('2026-03-13T22:00:00.000Z');
  });

  test('that ends when it begins never closes on its days', () => {
    const always: Schedule = { from: '00:00', to: '00:00', days: WEEK };
    expect(until(always, 'Asia/Tokyo', '2026-03-07T15:00:00Z')).toBeUndefined();
  });

  test('opens when the clocks have been put forward past its hour', () => {
    // Berlin, 29 March 2026: two o'clock is followed by three.
    const early: Schedule = { from: '02:30', to: '09:00', days: WEEK };
    expect(until(early, 'Europe/Berlin', '2026-03-29T00:10:00Z')).toBe('2026-03-29T01:00:00.000Z');
    // Cairo, 24 April 2026: midnight itself is passed over.
    const midnight: Schedule = { from: '00:00', to: '09:00', days: WEEK };
    expect(until(midnight, 'Africa/Cairo', '2026-04-23T18:00:00Z')).toBe(
      '2026-04-23T22:00:00.000Z',
    );
    // A day of 23 hours still has its last one.
    const late: Schedule = { from: '23:30', to: '23:50', days: WEEK };
    expect(until(late, 'Europe/Berlin', '2026-03-29T12:00:00Z')).toBe('2026-03-29T21:30:00.000Z');
  });
});

const zones = [
  'UTC',
  'Europe/Moscow',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/St_Johns',
];
const timeOfDay = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);
const someSchedule = fc.record({
  from: timeOfDay,
  to: timeOfDay,
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
});

/** Open or not, said once more in the plainest way. */
function isOpen({ from, to, days }: Schedule, zone: string, at: number): boolean {
  const { day, minutes } = localTime(new Date(at), zone);
  const today = days.includes(weekday(day));
  const yesterday = days.includes(((weekday(day) + 5) % 7) + 1);
  const [opens, closes] = [minutesOf(from), minutesOf(to)];
  if (opens < closes) return today && minutes >= opens && minutes < closes;
  return (today && minutes >= opens) || (yesterday && minutes < closes);
}

describe('whatever the zone, the hours and the moment', () => {
  const moments = fc.date({
    min: new Date('2026-01-01T00:00:00Z'),
    max: new Date('2027-12-31T00:00:00Z'),
    noInvalidDate: true,
  });
  // Nights on which clocks are changed are where mistakes would be.
  const changes = fc
    .tuple(
      fc.constantFrom(
        '2026-03-08',
        '2026-03-29',
        '2026-04-05',
        '2026-04-24',
        '2026-09-06',
        '2026-10-25',
        '2026-11-01',
      ),
      fc.integer({ min: -36 * 60, max: 36 * 60 }),
    )
    .map(([day, minutes]) => new Date(Date.parse(`${day}T00:00:00Z`) + minutes * 60_000));

  test('it opens when it says, and not before', () => {
    fc.assert(
      fc.property(
        someSchedule,
        fc.constantFrom(...zones),
        fc.oneof(moments, changes),
        (schedule, zone, now) => {
          const opens = closedUntil(schedule, zone, now);
          expect(opens === undefined).toBe(isOpen(schedule, zone, now.getTime()));
          if (!opens) return;
          expect(opens.getTime()).toBeGreaterThan(now.getTime());
          // An hour that the clocks pass over altogether doesn't open: then the next day's does.
          if (closedUntil(schedule, zone, opens)) {
            expect(isOpen(schedule, zone, opens.getTime() - 60_000)).toBe(false);
            return;
          }
          const step = Math.max(
            60_000,
            Math.floor((opens.getTime() - now.getTime()) / 40 / 60_000) * 60_000,
          );
          for (let at = now.getTime(); at < opens.getTime(); at += step)
            expect(isOpen(schedule, zone, at), new Date(at).toISOString()).toBe(false);
          expect(isOpen(schedule, zone, opens.getTime() - 1)).toBe(false);
        },
      ),
      { numRuns: 1_500 },
    );
  });
});
