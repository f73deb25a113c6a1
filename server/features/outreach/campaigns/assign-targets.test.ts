import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignTargets, type Bond, type Candidate, type Slot } from './assign-targets.ts';

const person = (contactId: number, change: Partial<Candidate> = {}): Candidate => ({
  targetId: contactId + 100,
  contactId,
  telegramId: null,
  hasName: true,
  hasConsent: true,
  isOptedOut: false,
  isErased: false,
  isInvited: false,
  ...change,
});
const bond = (contactId: number, senderId: number, change: Partial<Bond> = {}): Bond => ({
  contactId,
  senderId,
  isLost: false,
  isLed: false,
  isPersonal: false,
  hasHistory: true,
  ...change,
});
const assign = (
  candidates: Candidate[],
  bonds: Bond[] = [],
  slots: Slot[] = [{ id: 1, room: 5 }],
  members = [1, 2],
  reach = new Map<number, Set<number>>(),
) => assignTargets(candidates, bonds, slots, new Set(members), reach);

describe('who writes to whom', () => {
  test('is the account with the most room', () => {
    const slots = [
      { id: 1, room: 1 },
      { id: 2, room: 2 },
    ];
    const { chosen, waiting } = assign(
      [1, 2, 3, 4].map((n) => person(n)),
      [],
      slots,
    );
    expect(chosen.map((c) => c.senderId).sort()).toEqual([1, 2, 2]);
    expect(waiting).toEqual([104]);
  });

  test('is the account of the dialog, though it has no room today', () => {
    const { chosen } = assign([person(1)], [bond(1, 2)]);
    expect(chosen).toEqual([{ targetId: 101, contactId: 1, senderId: 2 }]);
  });

  test('is only an account that has met a person known by their id', () => {
    const slots = [
      { id: 1, room: 5 },
      { id: 2, room: 1 },
    ];
    const nameless = person(1, { hasName: false, telegramId: 77 });
    const reach = (...ids: number[]) => new Map([[77, new Set(ids)]]);
    expect(assign([nameless], [], slots, [1, 2], reach(2)).chosen[0]?.senderId).toBe(2);
    expect(assign([nameless], [], slots, [1, 2], reach(9)).leftOut[0]?.reason).toBe(
      'not_reachable',
    );
    expect(assign([nameless], [], [{ id: 1, room: 5 }], [1, 2], reach(2)).waiting).toEqual([101]);
  });

  test.each([
    ['erased', person(1, { isErased: true }), []],
    ['do_not_contact', person(1, { isOptedOut: true }), [bond(1, 1)]],
    ['lost', person(1), [bond(1, 1, { isLost: true })]],
    ['in_another_campaign', person(1), [bond(1, 1, { isLed: true })]],
    ['with_a_person', person(1), [bond(1, 1, { isPersonal: true })]],
    ['dialog_of_another_account', person(1), [bond(1, 9)]],
    ['no_consent_basis', person(1, { hasConsent: false }), []],
  ])('is nobody: %s', (reason, candidate, bonds) => {
    expect(assign([candidate], bonds).leftOut).toEqual([{ targetId: 101, reason }]);
  });
});

const candidates = fc.uniqueArray(
  fc.record({
    contactId: fc.integer({ min: 1, max: 12 }),
    hasName: fc.boolean(),
    hasConsent: fc.boolean(),
    isOptedOut: fc.boolean(),
    isErased: fc.boolean(),
    telegramId: fc.option(fc.integer({ min: 1, max: 6 })),
  }),
  { selector: (c) => c.contactId },
);
const bonds = fc.array(
  fc.record({
    contactId: fc.integer({ min: 1, max: 12 }),
    senderId: fc.integer({ min: 1, max: 5 }),
    isLost: fc.boolean(),
    isLed: fc.boolean(),
    isPersonal: fc.boolean(),
    hasHistory: fc.boolean(),
  }),
);
const slots = fc.uniqueArray(
  fc.record({ id: fc.integer({ min: 1, max: 4 }), room: fc.integer({ min: 0, max: 3 }) }),
  { selector: (s) => s.id },
);
const met = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 })));

test('whatever the people and accounts, law 5, consent and capacity hold, and nobody is forgotten', () => {
  fc.assert(
    fc.property(candidates, bonds, slots, met, (people, dialogs, accounts, pairs) => {
      const members = new Set([1, 2, 3, 4]);
      const reach = new Map<number, Set<number>>();
      for (const [user, id] of pairs) reach.set(user, (reach.get(user) ?? new Set()).add(id));
      const all = people.map((p) => person(p.contactId, p));
      const result = assignTargets(all, dialogs, accounts, members, reach);

      const placed = [
        ...result.chosen.map((c) => c.targetId),
        ...result.leftOut.map((l) => l.targetId),
        ...result.waiting,
      ];
      expect([...placed].sort()).toEqual(all.map((c) => c.targetId).sort());
      const fresh = new Map<number, number>();
      for (const { contactId, senderId } of result.chosen) {
        const own = dialogs.filter((d) => d.contactId === contactId);
        const who = all.find((c) => c.contactId === contactId);
        expect(members.has(senderId)).toBe(true);
        expect(own.some((d) => d.isLost || d.isLed || d.isPersonal)).toBe(false);
        expect(who?.isOptedOut || who?.isErased).toBe(false);
        if (own.length > 0) expect(own.map((d) => d.senderId)).toContain(senderId);
        else {
          expect(who?.hasConsent).toBe(true);
          expect(who?.hasName || reach.get(who?.telegramId ?? 0)?.has(senderId)).toBe(true);
          fresh.set(senderId, (fresh.get(senderId) ?? 0) + 1);
        }
      }
      for (const [id, n] of fresh)
        expect(n).toBeLessThanOrEqual(accounts.find((s) => s.id === id)?.room ?? 0);
    }),
    { numRuns: 1_000 },
  );
});
