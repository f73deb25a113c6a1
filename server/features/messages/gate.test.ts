import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, type GateFacts, type GateReason, STOP_CONFIRMATION } from './gate.ts';

const now = new Date('2026-03-10T12:00:00Z');
const minutes = (n: number) => new Date(now.getTime() + n * 60_000);
const tomorrow = new Date('2026-03-11T00:00:00Z');
const quietDaysEnd = new Date('2026-03-12T00:00:00Z');

type Change = {
  contact?: Partial<GateFacts['contact']>;
  dialog?: Partial<GateFacts['dialog']>;
  sender?: Partial<GateFacts['sender']>;
} & Partial<Omit<GateFacts, 'contact' | 'dialog' | 'sender'>>;

/** A first message to somebody with consent from an account in good order, and what is different. */
function facts({ contact, dialog, sender, ...rest }: Change = {}): GateFacts {
  return {
    type: 'text',
    decideBy: null,
    origin: 'api',
    keepsQuietHours: true,
    answeredAt: null,
    isBoundElsewhere: false,
    hold: undefined,
    contact: { hasConsent: true, optedOutAt: null, ...contact },
    dialog: { lastInAt: null, firstOutAt: null, ...dialog },
    sender: {
      isRemoved: false,
      status: 'active',
      statusUntil: null,
      needsSignIn: false,
      connectionError: null,
      warmupDay: 9,
      freeAt: null,
      sentToday: 0,
      answersToday: 0,
      limits: {
        maxDailyActive: 7,
        maxDailyWarming: 3,
        maxDailyMessages: 30,
        maxDailyAnswers: 100,
      },
      ...sender,
    },
    tomorrow,
    quietDaysEnd,
    timeZone: 'UTC',
    quietHours: undefined,
    limitedMayAnswer: false,
    ...rest,
  };
}

const wroteJustNow = { lastInAt: minutes(-1) };
const wroteLongAgo = { lastInAt: minutes(-60 * 25), firstOutAt: minutes(-60 * 26) };

describe('passes', () => {
  const cases: [string, Change, GateReason, string][] = [
    ['a first message to somebody who consented', {}, 'consent', 'first'],
    ['a further message in a dialog', { dialog: wroteLongAgo }, 'dialog', 'next'],
    [
      'a further message to somebody whose consent is not recorded, once a dialog stands',
      { dialog: wroteLongAgo, contact: { hasConsent: false } },
      'dialog',
      'next',
    ],
    ['the answer to somebody who wrote', { dialog: wroteJustNow }, 'answer', 'answer'],
    [
      'the answer to somebody who wrote first, without any other basis',
      { dialog: wroteJustNow, contact: { hasConsent: false } },
      'answer',
      'answer',
    ],
    [
      'an answer from a warming account on its quiet days',
      { dialog: wroteJustNow, sender: { status: 'warming', warmupDay: 1 } },
      'answer',
      'answer',
    ],
    [
      'an answer in quiet hours',
      { dialog: wroteJustNow, quietHours: { from: '11:00', to: '13:00' } },
      'answer',
      'answer',
    ],
    [
      'an answer before the pause between messages is over',
      { dialog: wroteJustNow, sender: { freeAt: minutes(5) } },
      'answer',
      'answer',
    ],
    [
      'an answer from a limited account, where the workspace allows it',
      { dialog: wroteJustNow, sender: { status: 'limited' }, limitedMayAnswer: true },
      'answer',
      'answer',
    ],
    [
      'the confirmation of a stop',
      {
        dialog: wroteJustNow,
        contact: { optedOutAt: minutes(-1) },
        origin: STOP_CONFIRMATION,
      },
      'stop_confirmation',
      'answer',
    ],
    [
      'the answer to what a person wrote after their stop',
      {
        dialog: wroteJustNow,
        contact: { optedOutAt: minutes(-2) },
        answeredAt: minutes(-1),
      },
      'answer',
      'answer',
    ],
    [
      'the third message of a warming account on its third day',
      { sender: { status: 'warming', warmupDay: 3, sentToday: 2 }, quietDaysEnd: minutes(-1) },
      'consent',
      'first',
    ],
    [
      'a further message of an active account over its limit for new people',
      { dialog: wroteLongAgo, sender: { sentToday: 29 } },
      'dialog',
      'next',
    ],
    [
      'a message that does not keep quiet hours, in quiet hours',
      { quietHours: { from: '11:00', to: '13:00' }, keepsQuietHours: false },
      'consent',
      'first',
    ],
  ];
  test.each(cases)('%s', (_, change, reason, lane) => {
    expect(decide(facts(change), now)).toEqual({ verdict: 'passed', reason, lane });
  });
});

describe('refuses for good', () => {
  const cases: [string, Change, GateReason][] = [
    ['what its caller no longer waits for', { decideBy: now }, 'late'],
    [
      'what goes to somebody on the list',
      { contact: { optedOutAt: minutes(-1) } },
      'do_not_contact',
    ],
    [
      'an answer to what was written before the stop',
      { dialog: wroteJustNow, contact: { optedOutAt: minutes(-1) }, answeredAt: minutes(-2) },
      'do_not_contact',
    ],
    [
      'what answers nothing, though the person wrote after the stop',
      { dialog: wroteJustNow, contact: { optedOutAt: minutes(-2) } },
      'do_not_contact',
    ],
    [
      'an answer to what was written after the stop, once it is a day old',
      {
        dialog: wroteLongAgo,
        contact: { optedOutAt: minutes(-60 * 48) },
        answeredAt: minutes(-60 * 25),
      },
      'do_not_contact',
    ],
    ['what was to leave from a deleted account', { sender: { isRemoved: true } }, 'sender_removed'],
    ['what was to leave from a banned account', { sender: { status: 'banned' } }, 'banned'],
    [
      'a first message of a business account, whatever the consent',
      { sender: { business: { mayReply: true } } },
      'business_only_answers',
    ],
    [
      'what a business account would say a day after the person wrote',
      { sender: { business: { mayReply: true } }, dialog: wroteLongAgo },
      'business_only_answers',
    ],
    ['a first message without consent', { contact: { hasConsent: false } }, 'no_consent_basis'],
    [
      'what goes to somebody whose dialog is with another account',
      { isBoundElsewhere: true },
      'dialog_of_another_account',
    ],
  ];
  test.each(cases)('%s', (_, change, reason) => {
    expect(decide(facts(change), now)).toEqual({ verdict: 'refused', reason });
  });
});

describe('waits', () => {
  const unprompted = ['first', 'next'];
  const all = ['first', 'next', 'answer'];
  const cases: [string, Change, GateReason, Date, readonly string[]][] = [
    [
      'while the account is checked',
      { sender: { status: 'checking' } },
      'checking',
      minutes(1),
      all,
    ],
    [
      'while the owner of a business account lets nobody answer for them',
      { sender: { business: { mayReply: false } }, dialog: wroteJustNow },
      'business_may_not_reply',
      minutes(1),
      all,
    ],
    [
      'while the account is disabled',
      { sender: { status: 'disabled' } },
      'disabled',
      minutes(1),
      all,
    ],
    [
      'while the account has no session',
      { sender: { status: 'disabled', needsSignIn: true } },
      'needs_sign_in',
      minutes(1),
      all,
    ],
    [
      'until the end of a cooldown, answers too',
      { sender: { status: 'cooldown', statusUntil: minutes(90) }, dialog: wroteJustNow },
      'cooldown',
      minutes(90),
      all,
    ],
    ['while the account is limited', { sender: { status: 'limited' } }, 'limited', minutes(1), all],
    [
      'while the account is limited, with its answers',
      { sender: { status: 'limited' }, dialog: wroteJustNow },
      'limited',
      minutes(1),
      all,
    ],
    [
      'while the account is limited, unprompted, though it may answer',
      { sender: { status: 'limited' }, limitedMayAnswer: true },
      'limited',
      minutes(1),
      unprompted,
    ],
    [
      'while the proxy is dead',
      { sender: { connectionError: 'proxy_unavailable' } },
      'proxy_unavailable',
      minutes(1),
      all,
    ],
    [
      'while the account is not connected',
      { sender: { connectionError: 'CONNECTION_LOST' } },
      'not_connected',
      minutes(1),
      all,
    ],
    [
      'with answers above their own daily limit',
      { dialog: wroteJustNow, sender: { answersToday: 100 } },
      'answer_limit',
      tomorrow,
      ['answer'],
    ],
    [
      'with answers above the limit of all messages',
      { dialog: wroteJustNow, sender: { sentToday: 30 } },
      'message_limit',
      tomorrow,
      all,
    ],
    [
      'with further messages above the limit of all messages',
      { dialog: wroteLongAgo, sender: { sentToday: 30 } },
      'message_limit',
      tomorrow,
      all,
    ],
    [
      'with first messages above the limit of an active account',
      { sender: { sentToday: 7 } },
      'daily_limit',
      tomorrow,
      ['first'],
    ],
    [
      'on the quiet days of a warm-up',
      { sender: { status: 'warming', warmupDay: 2 } },
      'warming_quiet_days',
      quietDaysEnd,
      unprompted,
    ],
    [
      'above the limit of the third day',
      { sender: { status: 'warming', warmupDay: 3, sentToday: 3 }, quietDaysEnd: minutes(-1) },
      'daily_limit',
      tomorrow,
      unprompted,
    ],
    [
      'above the limit of the fifth day',
      { sender: { status: 'warming', warmupDay: 5, sentToday: 5 }, quietDaysEnd: minutes(-1) },
      'daily_limit',
      tomorrow,
      unprompted,
    ],
    [
      'until the pause between messages is over',
      { sender: { freeAt: minutes(1) } },
      'spacing',
      minutes(1),
      unprompted,
    ],
    [
      'until the end of quiet hours, on its own',
      { quietHours: { from: '11:00', to: '13:00' } },
      'quiet_hours',
      minutes(60),
      [],
    ],
    [
      'while its campaign is paused, on its own',
      { hold: { reason: 'campaign_paused', until: minutes(10) } },
      'campaign_paused',
      minutes(10),
      [],
    ],
    [
      'until the end of quiet hours that began yesterday',
      { quietHours: { from: '22:00', to: '12:30' } },
      'quiet_hours',
      minutes(30),
      [],
    ],
  ];
  test.each(cases)('%s', (_, change, reason, until, lanes) => {
    expect(decide(facts(change), now)).toEqual({ verdict: 'deferred', reason, until, lanes });
  });
});

describe('whatever the facts', () => {
  const when = fc.integer({ min: -60 * 72, max: 60 * 72 }).map(minutes);
  const past = fc.option(fc.integer({ min: -60 * 72, max: 0 }).map(minutes));
  const count = fc.integer({ min: 0, max: 120 });
  const anyFacts = fc.record<GateFacts>({
    type: fc.constant('text' as const),
    decideBy: fc.option(when),
    origin: fc.constantFrom('api', null, STOP_CONFIRMATION),
    keepsQuietHours: fc.boolean(),
    answeredAt: past,
    isBoundElsewhere: fc.boolean(),
    hold: fc.option(fc.record({ reason: fc.constant('campaign_paused' as const), until: when }), {
      nil: undefined,
    }),
    contact: fc.record({ hasConsent: fc.boolean(), optedOutAt: past }),
    dialog: fc.record({ lastInAt: past, firstOutAt: past }),
    sender: fc.record({
      isRemoved: fc.boolean(),
      status: fc.constantFrom(
        'checking',
        'warming',
        'active',
        'cooldown',
        'limited',
        'banned',
        'disabled',
      ),
      statusUntil: fc.option(when),
      needsSignIn: fc.boolean(),
      connectionError: fc.constantFrom(null, 'proxy_unavailable', 'TIMEOUT'),
      warmupDay: fc.integer({ min: 1, max: 12 }),
      freeAt: fc.option(when),
      sentToday: count,
      answersToday: count,
      limits: fc.record({
        maxDailyActive: count,
        maxDailyWarming: count,
        maxDailyMessages: count,
        maxDailyAnswers: count,
      }),
    }),
    tomorrow: fc.constant(tomorrow),
    quietDaysEnd: when,
    timeZone: fc.constant('Europe/Moscow'),
    quietHours: fc.constantFrom(undefined, { from: '22:00', to: '09:00' }),
    limitedMayAnswer: fc.boolean(),
  });
  const holds = (name: string, law: (f: GateFacts) => boolean) =>
    test(name, () => {
      fc.assert(
        fc.property(anyFacts, (f) => {
          const decision = decide(f, now);
          return decision.verdict !== 'passed' || law(f);
        }),
        { numRuns: 3_000 },
      );
    });

  holds('nothing passes to somebody on the list but an answer or the confirmation', (f) => {
    const { optedOutAt } = f.contact;
    if (!optedOutAt || f.origin === STOP_CONFIRMATION) return true;
    return f.answeredAt !== null && f.answeredAt > optedOutAt;
  });
  holds('nothing passes first without a basis', (f) => {
    const isFirst = !f.dialog.firstOutAt && !f.dialog.lastInAt;
    return !isFirst || f.contact.hasConsent;
  });
  holds('nothing passes from an account that rests, is banned, disabled or unchecked', (f) => {
    const { status } = f.sender;
    return (
      status === 'active' || status === 'warming' || (status === 'limited' && f.limitedMayAnswer)
    );
  });
  holds('nothing passes above the limit of all messages', (f) => {
    return f.sender.sentToday < f.sender.limits.maxDailyMessages;
  });
  holds('nothing passes from an account that has no dialog with a person bound to another', (f) => {
    const isFirst = !f.dialog.firstOutAt && !f.dialog.lastInAt;
    return !isFirst || !f.isBoundElsewhere;
  });
  holds('nothing passes after its caller stopped waiting', (f) => {
    return f.decideBy === null || f.decideBy > now;
  });
});
