/** An account of the campaign, with what it may still begin today. */
export type Slot = { id: number; room: number };

/** A person on their turn, as far as the choice of the account goes. */
export type Candidate = {
  targetId: number;
  contactId: number;
  telegramId: number | null;
  hasName: boolean;
  hasConsent: boolean;
  isOptedOut: boolean;
  isErased: boolean;
  /** Another campaign has asked them into the same chat. */
  isInvited: boolean;
};

/** A dialog that a person already has. */
export type Bond = {
  contactId: number;
  senderId: number;
  isLost: boolean;
  /** Another campaign leads it. */
  isLed: boolean;
  /** An operator talks there. */
  isPersonal: boolean;
  /** People have written in it, so that it isn't a first message any more. */
  hasHistory: boolean;
};

export type Assignment = {
  chosen: { targetId: number; contactId: number; senderId: number }[];
  leftOut: { targetId: number; reason: string }[];
  /** No account has room for them now. */
  waiting: number[];
};

/**
 * Who writes to whom. Pure. A person who has a dialog stays with its account, or is left out where
 * that account takes no part; everybody else goes to the account with the most room that can reach
 * them. What the gate would refuse for good isn't put into the outbox at all.
 * @param reach which accounts have met a person: by Telegram id
 */
export function assignTargets(
  candidates: readonly Candidate[],
  bonds: readonly Bond[],
  slots: readonly Slot[],
  members: ReadonlySet<number>,
  reach: ReadonlyMap<number, ReadonlySet<number>>,
): Assignment {
  const result: Assignment = { chosen: [], leftOut: [], waiting: [] };
  const room = new Map(slots.map((s) => [s.id, s.room]));
  const byContact = groupBonds(bonds);
  for (const candidate of candidates) {
    const { targetId, contactId } = candidate;
    const own = byContact.get(contactId) ?? [];
    const reason = refusal(candidate, own, members);
    if (reason) {
      result.leftOut.push({ targetId, reason });
      continue;
    }
    const bound = own.find((b) => members.has(b.senderId));
    if (bound) {
      result.chosen.push({ targetId, contactId, senderId: bound.senderId });
      continue;
    }
    const met = reach.get(candidate.telegramId ?? 0);
    const able = slots.filter((s) => candidate.hasName || met?.has(s.id));
    const isEverReachable = candidate.hasName || [...(met ?? [])].some((id) => members.has(id));
    if (!isEverReachable) {
      result.leftOut.push({ targetId, reason: 'not_reachable' });
      continue;
    }
    const best = able.reduce<Slot | undefined>(
      (most, slot) => (!most || (room.get(slot.id) ?? 0) > (room.get(most.id) ?? 0) ? slot : most),
      undefined,
    );
    const left = best ? (room.get(best.id) ?? 0) : 0;
    if (!best || left <= 0) {
      result.waiting.push(targetId);
      continue;
    }
    room.set(best.id, left - 1);
    result.chosen.push({ targetId, contactId, senderId: best.id });
  }
  return result;
}

function groupBonds(bonds: readonly Bond[]): Map<number, Bond[]> {
  const groups = new Map<number, Bond[]>();
  for (const bond of bonds) {
    const group = groups.get(bond.contactId);
    if (group) group.push(bond);
    else groups.set(bond.contactId, [bond]);
  }
  return groups;
}

function refusal(
  candidate: Candidate,
  bonds: readonly Bond[],
  members: ReadonlySet<number>,
): string | undefined {
  if (candidate.isErased) return 'erased';
  if (candidate.isOptedOut) return 'do_not_contact';
  if (bonds.some((b) => b.isLost)) return 'lost';
  if (bonds.some((b) => b.isLed)) return 'in_another_campaign';
  if (bonds.some((b) => b.isPersonal)) return 'with_a_person';
  if (bonds.length > 0 && !bonds.some((b) => members.has(b.senderId)))
    return 'dialog_of_another_account';
  if (candidate.isInvited) return 'invited_before';
  if (!candidate.hasConsent && !bonds.some((b) => b.hasHistory)) return 'no_consent_basis';
  return undefined;
}
