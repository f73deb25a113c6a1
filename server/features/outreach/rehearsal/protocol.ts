import type { z } from 'zod';
import type { moods, rehearsalRecord } from '../../../../contract/rehearsals.ts';
import type { Language } from '../../../base/text.ts';
import type { Media } from '../../messages/tables.ts';
import type { Settings } from '../../workspace/settings.ts';
import type { Schedule } from '../campaigns/campaign.ts';
import type { Invite } from '../invites/invite.ts';
import type { Stage } from '../scripts/script.ts';

export type Mood = (typeof moods)[number];

/** How many of hundred people take it how; any numbers do, only their proportion counts. */
export type Mixture = Partial<Record<Mood, number>>;

/** An account as the rehearsal copies it: nothing by which it could be told or entered. */
export type RehearsedAccount = {
  key: string;
  firstName: string;
  status: 'active' | 'warming' | 'cooldown';
  cooldownUntil: string | null;
  previousStatus: 'active' | 'warming';
  warmupStartedOn: string | null;
  tags: string[];
  maxDailyActive: number | null;
  maxDailyWarming: number | null;
  maxDailyMessages: number | null;
  maxDailyAnswers: number | null;
  minMessageDelay: number | null;
  today: { sent: number; first: number; answers: number };
};

/** A person as the rehearsal copies them: under another name, with what scripts ask about. */
export type RehearsedPerson = {
  firstName: string;
  lastName: string;
  hasUsername: boolean;
  hasPhone: boolean;
  language: string | null;
  timeZone: string | null;
  priority: number;
  source: string | null;
  tags: readonly string[];
  custom: Readonly<Record<string, unknown>>;
};

/** A file of the script: a stand-in of the same kind is sent in its place. */
export type RehearsedFile = Pick<
  Media,
  'id' | 'type' | 'fileName' | 'mimeType' | 'width' | 'height' | 'durationSeconds'
>;

/** The one line that a rehearsal is told on its standard input. */
export type RehearsalOrder = {
  /** Where it may write; removed afterwards by whoever gave the order. */
  folder: string;
  /** Where an empty database to begin from is kept; made there when it isn't. */
  templates: string;
  startAt: string;
  language: Language;
  settings: Pick<
    Settings,
    | 'timeZone'
    | 'maxDailyActive'
    | 'maxDailyWarming'
    | 'maxDailyMessages'
    | 'maxDailyAnswers'
    | 'minMessageDelay'
    | 'mailingDelayMin'
    | 'mailingDelayMax'
    | 'mailingMaxPerAccount'
    | 'inviteDelay'
    | 'cooldownHours'
    | 'limitedAccountsMayAnswer'
  > & { quietHours: Settings['quietHours'] | null };
  stages: Stage[];
  files: RehearsedFile[];
  campaign: {
    name: string;
    startsAt: string | null;
    schedule: Schedule;
    maxFirstPerDay: number | null;
    followUpHours: number;
    followUpText: string | null;
    silenceHours: number;
    errorShare: number;
    /** Into a chat that the rehearsal makes; null: the campaign invites nowhere. */
    invite: Pick<Invite, 'way' | 'fallbackToLink'> | null;
  };
  accounts: RehearsedAccount[];
  people: RehearsedPerson[];
  mixture: Mixture;
  seed: string;
  /** Milliseconds of real time after which it ends by itself. */
  limitMs: number;
};

/** What a rehearsal found out; reasons are words that texts belong to. */
export type RehearsalRecord = z.output<typeof rehearsalRecord>;

/** The lines that a rehearsal writes to its standard output. */
export type RehearsalLine =
  | { kind: 'progress'; settled: number; people: number; now: string }
  | { kind: 'record'; record: RehearsalRecord }
  | { kind: 'failed'; message: string };
