import type { z } from 'zod';
import type { evidenceAnswer, evidencedMessage } from '../../../contract/evidence.ts';
import { spellActor } from '../../base/events/record-events.ts';
import type { Language, Text } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { ConsentBasis, Contact } from '../contacts/tables.ts';
import type { Message } from '../messages/tables.ts';
import { explainMessages, viewMessages } from '../messages/view-message.ts';
import type { readConsents, readHistory, readOptIns, readStops } from './read-evidence.ts';
import { basisTexts, historyTexts, texts } from './texts.ts';

type Evidence = z.output<typeof evidenceAnswer>;
type One<List> = List extends (...args: never[]) => Promise<(infer Row)[]> ? Row : never;

/** @param basis of the consent that the contact is written to by */
export function viewContact(
  contact: Contact,
  basis: ConsentBasis | undefined,
  language: Language,
): Evidence['contact'] {
  return {
    id: contact.id,
    telegram_id: contact.telegramId,
    username: contact.username,
    phone: contact.phone,
    first_name: contact.firstName,
    last_name: contact.lastName,
    created_at: contact.createdAt.toISOString(),
    opted_out_at: contact.optedOutAt?.toISOString() ?? null,
    may_be_written_to: contact.optedOutAt === null && basis !== undefined,
    why: whyWritable(contact, basis)[language],
  };
}

function whyWritable({ optedOutAt }: Contact, basis: ConsentBasis | undefined): Text {
  if (optedOutAt) return texts.stopped;
  return basis ? texts.mayWrite(basisTexts[basis]) : texts.noBasis;
}

export function viewConsent(
  consent: One<typeof readConsents>,
  contact: Contact,
  language: Language,
): Evidence['consents'][number] {
  return {
    id: consent.id,
    source: consent.source,
    basis: consent.basis,
    given_at: consent.givenAt.toISOString(),
    relied_on: consent.id === contact.consentId,
    message: basisTexts[consent.basis][language],
    evidence: consent.evidence,
  };
}

export function viewOptIn({ act, point }: One<typeof readOptIns>): Evidence['opt_ins'][number] {
  return {
    id: act.id,
    point_id: act.pointId,
    point,
    way: act.messageId === null ? 'form' : 'message',
    at: act.at.toISOString(),
    consent_id: act.consentId,
    message_id: act.messageId,
    lifted_stop: act.liftedStop,
  };
}

export function viewStop(stop: One<typeof readStops>): Evidence['stops'][number] {
  return {
    id: stop.id,
    kind: stop.kind,
    reason: stop.reason,
    since: stop.createdAt.toISOString(),
    evidence: stop.evidence,
    lifted_at: stop.liftedAt?.toISOString() ?? null,
    lifted_because: stop.liftedBecause,
  };
}

export function viewHappening(
  { id, at, type, actor, data }: One<typeof readHistory>,
  language: Language,
): Evidence['history'][number] {
  const said = data['because'] ?? data['reason'];
  const words = historyTexts[type]?.[language] ?? type;
  return {
    id,
    at: at.toISOString(),
    type,
    actor: spellActor(actor),
    message: typeof said === 'string' ? `${words}: ${said}` : words,
    data,
  };
}

/** Messages with what the gate decided about each. */
export async function viewEvidenced(
  app: App,
  workspaceId: number,
  list: readonly Message[],
  language: Language,
): Promise<z.output<typeof evidencedMessage>[]> {
  const views = await viewMessages(app, list, language);
  const explained = await explainMessages(app, workspaceId, list, language);
  return views.map((view, i) => ({
    ...view,
    origin: list[i]?.origin ?? null,
    why: explained.get(view.id)?.why ?? '',
    decisions: explained.get(view.id)?.decisions ?? [],
  }));
}
