import type { OutgoingType } from '../../../contract/messages.ts';
import type { Settings } from '../workspace/settings.ts';

/** The messages of campaigns keep the distance of mailings. */
const MAILED = 'campaign';
/** Messages don't leave like a clock: up to half as much again is added. */
const MOST_JITTER = 0.5;

type Spaced = {
  type: OutgoingType;
  origin: string | null;
  /** The account's own distance in seconds; null: that of the workspace. */
  minMessageDelay: number | null;
  settings: Pick<
    Settings,
    'minMessageDelay' | 'mailingDelayMin' | 'mailingDelayMax' | 'inviteDelay'
  >;
};

/**
 * The seconds between an unprompted message of an account and its next one, least and most. An
 * account with a distance of its own keeps that one; the others keep the workspace's: between
 * MAILING_DELAY_MIN and MAILING_DELAY_MAX after a campaign's message, at least INVITE_DELAY_SEC
 * after an invite, and never less than MIN_MESSAGE_DELAY.
 */
export function pauseAfter(message: Spaced): { least: number; most: number } {
  const { type, origin, minMessageDelay: own, settings } = message;
  const basic = own ?? settings.minMessageDelay;
  const floor = type === 'invite' ? Math.max(basic, settings.inviteDelay) : basic;
  const jittered = { least: floor, most: floor * (1 + MOST_JITTER) };
  if (own !== null || origin !== MAILED || type === 'invite') return jittered;
  return {
    least: Math.max(settings.mailingDelayMin, jittered.least),
    most: Math.max(settings.mailingDelayMax, jittered.most),
  };
}
