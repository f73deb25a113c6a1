import type { refusalCauses } from '../../../contract/analytics.ts';
import type { StoredEvent } from '../../base/events/read-events.ts';

/** What an event counts as. */
export type Fact = {
  what: 'sent' | 'failed' | 'reply' | 'agreed' | 'refusal' | 'corrected' | 'converted' | 'flood';
  /** Of a failure its reason, of a refusal who or what saw it. */
  cause: string;
};

export type RefusalCause = (typeof refusalCauses)[number];

/** What an event counts as; undefined for those that no figure asks for. Pure. */
export function factOf(event: Pick<StoredEvent, 'type' | 'data' | 'actor'>): Fact | undefined {
  const { data } = event;
  switch (event.type) {
    case 'message.sent':
      return { what: 'sent', cause: '' };
    case 'message.failed':
      return { what: 'failed', cause: failureCause(data['reason'] ?? data['error']) };
    case 'message.unconfirmed':
      return { what: 'failed', cause: 'unconfirmed' };
    case 'message.received':
      return { what: 'reply', cause: '' };
    case 'dialog.judged':
      return data['verdict'] === 'agreement' ? { what: 'agreed', cause: '' } : undefined;
    case 'contact.opted_out':
      return { what: 'refusal', cause: refusalCause(event) };
    case 'contact.opt_out_corrected':
      return { what: 'corrected', cause: '' };
    case 'dialog.converted':
      return { what: 'converted', cause: '' };
    case 'account.status_changed':
      return isFlood(data['cause']) ? { what: 'flood', cause: '' } : undefined;
    default:
      return undefined;
  }
}

/** FLOOD_WAIT_37 and FLOOD_WAIT_38 are one cause. */
function failureCause(reason: unknown): string {
  return typeof reason === 'string' ? reason.replace(/_\d+$/, '').slice(0, 100) : 'unknown';
}

const isFlood = (cause: unknown) => typeof cause === 'string' && /FLOOD/.test(cause);

/** Who or what saw that a person must not be written to. */
function refusalCause({ data, actor }: Pick<StoredEvent, 'data' | 'actor'>): RefusalCause {
  const judged = String(data['cause'] ?? '');
  if (judged.startsWith('rule:')) return 'rule';
  if (judged.startsWith('model:')) return 'model';
  if (judged.startsWith('llm:')) return 'language_model';
  if (data['reason'] === 'import') return 'import';
  if (actor.kind === 'operator') return 'operator';
  return actor.kind === 'api_key' ? 'api' : 'other';
}
