import type { TargetStatus } from '../../../../contract/campaigns.ts';
import type { Text } from '../../../base/text.ts';
import type { GateReason } from '../../messages/gate.ts';
import { reasonTexts } from '../../messages/gate-texts.ts';
import type { MessageError } from '../../messages/message.ts';
import { statusTexts, targetReasons } from './texts.ts';

export type Explained = {
  status: TargetStatus;
  reason: string | null;
  /** Why the dialog waits for a person, if it does. */
  waitingBecause: string | null;
  /** Of the latest message to this person. */
  error: MessageError | null;
  /** The gate's last decision about that message. */
  gateReason: string | null;
};

/** The one plain answer to why a person of a campaign is where they are. */
export function explainTarget(target: Explained): Text {
  const { status, reason, waitingBecause, error, gateReason } = target;
  if (status === 'failed' && error) return error.text;
  if (status === 'queued' && gateReason && gateReason in reasonTexts)
    return reasonTexts[gateReason as GateReason];
  if (status === 'active' && waitingBecause)
    return targetReasons['waiting_for_a_person'] ?? statusTexts[status];
  const own = reason === null ? undefined : targetReasons[reason];
  return (
    own ??
    (reason && reason in reasonTexts ? reasonTexts[reason as GateReason] : statusTexts[status])
  );
}
