import { describe, expect, test } from 'vitest';
import { type AccountState, answerForAccount, judgeLanes } from './account-why.ts';

const now = new Date('2026-03-02T09:00:00Z');
const inAnHour = new Date('2026-03-02T10:00:00Z');
const tomorrow = new Date('2026-03-03T00:00:00Z');

type Facts = Parameters<typeof judgeLanes>[0];

const sender: Facts['sender'] = {
  isRemoved: false,
  status: 'active',
  statusUntil: null,
  needsSignIn: false,
  connectionError: null,
  warmupDay: 9,
  freeAt: null,
  sentToday: 0,
  answersToday: 0,
  limits: { maxDailyActive: 50, maxDailyWarming: 3, maxDailyMessages: 200, maxDailyAnswers: 150 },
};
const facts = (change: Partial<Facts['sender']>, more: Partial<Facts> = {}): Facts => ({
  sender: { ...sender, ...change },
  tomorrow,
  quietDaysEnd: tomorrow,
  timeZone: 'UTC',
  quietHours: undefined,
  limitedMayAnswer: false,
  ...more,
});
const reasons = (f: Facts) =>
  Object.fromEntries([...judgeLanes(f, now)].map(([lane, v]) => [lane, v.allowed || v.reason]));

describe('what an account may send', () => {
  test('is everything when nothing holds it up', () => {
    expect(reasons(facts({}))).toEqual({ first: true, next: true, answer: true });
  });

  test('is answers alone while it warms up or keeps a pause', () => {
    expect(reasons(facts({ freeAt: inAnHour }))).toEqual({
      first: 'spacing',
      next: 'spacing',
      answer: true,
    });
    expect(reasons(facts({ status: 'warming', warmupDay: 1 }))).toMatchObject({
      first: 'warming_quiet_days',
      answer: true,
    });
  });

  test('is no first message when its day is full', () => {
    expect(reasons(facts({ sentToday: 50 }))).toEqual({
      first: 'daily_limit',
      next: true,
      answer: true,
    });
  });

  test('is nothing unprompted in quiet hours', () => {
    const quiet = facts({}, { quietHours: { from: '08:00', to: '10:00' } });
    expect(reasons(quiet)).toEqual({ first: 'quiet_hours', next: 'quiet_hours', answer: true });
    expect(judgeLanes(quiet, now).get('first')?.until).toEqual(inAnHour);
  });
});

describe('the one answer', () => {
  const lanes = (change: Partial<Facts['sender']> = {}) => judgeLanes(facts(change), now);
  const ask = (change: Partial<AccountState> = {}) =>
    answerForAccount(
      {
        connection: 'online',
        isHeld: true,
        heads: [],
        onTheirWay: 0,
        lanes: lanes(),
        timeZone: 'UTC',
        ...change,
      },
      now,
    );
  const head = (lane: 'first' | 'answer', from = lanes(), dueAt = now) => {
    const verdict = from.get(lane);
    if (!verdict) throw new Error('no verdict');
    return { dueAt, verdict };
  };

  test('is the pause of the account before anything about its queue', () => {
    const resting = lanes({ status: 'cooldown', statusUntil: inAnHour });
    const { sends, why } = ask({ lanes: resting, heads: [head('first', resting)], isHeld: false });
    expect(sends).toBe(false);
    expect(why.en).toBe(
      'The account is resting: Telegram asked to wait. Not before 10:00 on 2026-03-02 (UTC).',
    );
  });

  test('names no moment for what only a person or a check can end', () => {
    expect(ask({ lanes: lanes({ status: 'disabled' }) }).why.en).toBe(
      'The account is disabled. Enable it to write from it.',
    );
    expect(ask({ lanes: lanes({ connectionError: 'proxy_unavailable' }) }).why.en).toBe(
      'The proxy of the account does not answer. Check it or switch it off.',
    );
  });

  test('is that nobody holds it, or that it isn’t connected', () => {
    expect(ask({ isHeld: false }).why.en).toMatch(/No running process/);
    expect(ask({ connection: 'connecting' }).why.en).toMatch(/is connecting/);
    expect(ask({ connection: 'offline' }).why.en).toMatch(/not connected/);
  });

  test('is what holds up the most urgent message that is due', () => {
    const paused = lanes({ freeAt: inAnHour });
    expect(ask({ lanes: paused, heads: [head('first', paused)] }).why.en).toMatch(/pause/);
    expect(
      ask({ lanes: paused, heads: [head('answer', paused), head('first', paused)] }).sends,
    ).toBe(true);
  });

  test('is that there is nothing to send, or nothing yet', () => {
    expect(ask().why.en).toMatch(/queue of the account is empty/);
    expect(ask({ onTheirWay: 1 }).why.en).toMatch(/on its way/);
    const planned = ask({ heads: [head('first', lanes(), inAnHour)] });
    expect(planned.why.en).toMatch(/for later\. Not before 10:00/);
  });
});
