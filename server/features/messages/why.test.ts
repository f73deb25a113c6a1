import { describe, expect, test } from 'vitest';
import { decisionText, type Fate, plainAnswer } from './why.ts';

const now = new Date('2026-03-02T09:00:00Z');
const later = new Date('2026-03-02T15:30:20Z');
const zone = 'Europe/Moscow';

const say = (fate: Partial<Fate>) =>
  plainAnswer(
    { status: 'queued', dueAt: now, error: null, decision: undefined, ...fate },
    now,
    zone,
  );

test('a sent message says what let it go', () => {
  const decision = { verdict: 'passed' as const, reason: 'consent', until: null };
  expect(say({ status: 'sent', decision })).toEqual({
    ru: 'Отправлено. Есть согласие с указанным источником.',
    en: 'Sent. There is a consent with a recorded source.',
  });
});

test('a message on its way is not called sent', () => {
  const decision = { verdict: 'passed' as const, reason: 'answer', until: null };
  expect(say({ status: 'sending', decision }).en).toMatch(/on its way/);
});

test('a message that somebody wrote to us waits for nothing', () => {
  expect(say({ status: 'received' }).en).toBe('The person wrote this message.');
});

test('a failed message says its own error, not that the gate had let it through', () => {
  const error = { code: 'user_blocked' as const, reason: 'X', text: { ru: 'Нет.', en: 'No.' } };
  const decision = { verdict: 'passed' as const, reason: 'answer', until: null };
  expect(say({ status: 'failed', error, decision })).toEqual({ ru: 'Нет.', en: 'No.' });
});

describe('a message that waits', () => {
  test('says what holds it up and until when, on the wall of the workspace', () => {
    const decision = { verdict: 'deferred' as const, reason: 'quiet_hours', until: later };
    expect(say({ decision })).toEqual({
      ru: 'Ждёт. У человека сейчас тихие часы. Не раньше 18:31 02.03.2026 (Europe/Moscow).',
      en: 'Waiting. These are quiet hours where the person lives. Not before 18:31 on 2026-03-02 (Europe/Moscow).',
    });
  });

  test('names no moment that has passed', () => {
    const decision = { verdict: 'deferred' as const, reason: 'spacing', until: now };
    expect(say({ decision }).en).toBe(
      'Waiting. Messages of one account need a pause between them.',
    );
  });

  test('says when it is due, when nothing else holds it up', () => {
    expect(say({ dueAt: later }).en).toMatch(/has not come yet\. Not before 18:31/);
    expect(say({}).en).toBe('The message waits for its turn.');
  });

  test('after an attempt says that it waits again', () => {
    const decision = { verdict: 'passed' as const, reason: 'dialog', until: null };
    expect(say({ decision }).en).toMatch(/An attempt to send it failed/);
  });
});

test('a decision is a sentence of its own, and an unknown word stands for itself', () => {
  expect(decisionText('refused', 'do_not_contact').ru).toBe(
    'Отказано. Человек просил ему не писать.',
  );
  expect(decisionText('deferred', 'toString').en).toBe('Put off. toString');
});
