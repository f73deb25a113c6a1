import { describe, expect, it } from 'vitest';
import { nextStep, type PlannedChannel, type ReadingFacts } from './reading-plan.ts';

const channel = (id: number, change: Partial<PlannedChannel> = {}): PlannedChannel => ({
  id,
  state: 'new',
  readAt: null,
  ...change,
});

const facts = (change: Partial<ReadingFacts> = {}): ReadingFacts => ({
  now: new Date('2026-03-02T09:00:00Z'),
  timeZone: 'Europe/Moscow',
  quietHours: undefined,
  warmupDay: 1,
  done: { day: '2026-03-01', joins: 2, reads: 4 },
  channels: [channel(1), channel(2)],
  ...change,
});
const today = (joins: number, reads: number) => ({ day: '2026-03-02', joins, reads });

describe('A warming account', () => {
  it('begins its day with joining a channel', () => {
    expect(nextStep(facts())).toEqual({ what: 'join', channelId: 1 });
  });

  it('joins one channel on a quiet day, and two later, with reading in between', () => {
    const channels = [channel(1, { state: 'joined' }), channel(2)];
    const done = (joins: number, reads: number) => ({ done: today(joins, reads), channels });
    expect(nextStep(facts(done(1, 1)))).toEqual({ what: 'read', channelId: 1 });
    expect(nextStep(facts({ ...done(1, 0), warmupDay: 3 }))).toEqual({
      what: 'read',
      channelId: 1,
    });
    expect(nextStep(facts({ ...done(1, 1), warmupDay: 3 }))).toEqual({
      what: 'join',
      channelId: 2,
    });
    expect(nextStep(facts({ ...done(2, 1), warmupDay: 3 }))).toEqual({
      what: 'read',
      channelId: 1,
    });
  });

  it('reads the channel that it read longest ago', () => {
    const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour));
    const channels = [
      channel(1, { state: 'joined', readAt: at(12) }),
      channel(2, { state: 'joined', readAt: at(9) }),
      channel(3, { state: 'refused' }),
      channel(4, { state: 'requested' }),
    ];
    expect(nextStep(facts({ channels }))).toEqual({ what: 'read', channelId: 2 });
  });

  it('has read enough after four times', () => {
    const channels = [channel(1, { state: 'joined' })];
    expect(nextStep(facts({ channels, done: today(1, 4) }))).toEqual({
      what: 'wait',
      until: new Date('2026-03-02T21:00:00Z'),
      because: 'enough',
    });
  });

  it('keeps the hours of the workspace, and the night where it has none', () => {
    const night = facts({ now: new Date('2026-03-02T20:30:00Z') });
    const until = new Date('2026-03-03T06:00:00Z');
    expect(nextStep(night)).toEqual({ what: 'wait', until, because: 'hours' });
    const quietHours = { from: '11:00', to: '13:00' };
    expect(nextStep({ ...night, quietHours }).what).toBe('join');
    expect(nextStep(facts({ quietHours }))).toEqual({
      what: 'wait',
      until: new Date('2026-03-02T10:00:00Z'),
      because: 'hours',
    });
  });

  it('has nothing to do where nothing is left', () => {
    expect(nextStep(facts({ channels: [channel(1, { state: 'refused' })] })).what).toBe('wait');
  });
});
