import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { jsonRows } from '../../../base/db/columns.ts';
import { type Db, isPassing } from '../../../base/db/database.ts';
import { int, selectRow, selectRows } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import type { Peer } from '../../../edges/telegram-account/port.ts';
import { savePeers } from '../../accounts/save-peers.ts';
import { type Audience, countMembers } from '../../contacts/audiences/audience-members.ts';
import { gatherPeople } from '../../contacts/import/gather-people.ts';
import {
  type ImportTerms,
  TooManyOneByOne,
  writePeople,
} from '../../contacts/import/write-people.ts';

export type Members = {
  audience: Audience;
  /** The account that sees them. */
  accountId: number;
  sourceId: number;
  evidence: Record<string, unknown>;
  /** How many people the list may hold. */
  most: number;
  /** Where the first of them stands in the chat's own list. */
  from: number;
  people: readonly Peer[];
};

export type WrittenMembers = { added: number; known: number; stopped: number; overLimit: number };

const MOST_TRIES = 5;
/** At worst all of a chunk are looked at one by one. */
const SMALL_CHUNK = 40;

/**
 * Puts people of a chat on a list, as contacts with a consent; whoever is on the do-not-contact
 * list stays there. The list is filled up to its limit, whoever is left then is counted.
 * @param save keeps how far the job is, in the same transaction
 */
export async function writeMembers(
  app: App,
  members: Members,
  save: (tx: Db, written: WrittenMembers) => Promise<void>,
): Promise<WrittenMembers> {
  let chunk = Math.max(1, members.people.length);
  for (let tries = 1; ; tries++) {
    try {
      return await app.database.transaction(async (tx) => {
        const written = await write(app, tx, members, chunk);
        await save(tx, written);
        return written;
      });
    } catch (error) {
      if (error instanceof TooManyOneByOne && chunk > SMALL_CHUNK) chunk = SMALL_CHUNK;
      else if (!isPassing(error) || tries === MOST_TRIES) throw error;
      // Somebody else was at work on the same people: give way, a little longer each time.
      else await pause(tries * 50 * (1 + app.random()));
    }
  }
}

async function write(app: App, tx: Db, members: Members, chunk: number): Promise<WrittenMembers> {
  const { audience, accountId, sourceId, evidence, from, most } = members;
  const fitting = await whoFits(tx, audience, members.people, most);
  const terms: ImportTerms = {
    workspaceId: audience.workspaceId,
    evidence,
    sourceId,
    audienceId: audience.id,
    existing: 'learn',
  };
  const counts = { added: 0, known: 0 };
  for (let at = 0; at < fitting.length; at += chunk) {
    const rows = fitting
      .slice(at, at + chunk)
      .map((peer, n) => ({ row: from + at + n + 1, person: personOf(peer) }));
    const { people, doubtful } = gatherPeople(rows);
    const written = await writePeople(app, tx, terms, people, doubtful);
    counts.added += written.added;
    counts.known += written.known;
  }
  await savePeers(
    app,
    tx,
    fitting.map((peer) => ({ accountId, peer })),
  );
  const stopped = await countStopped(tx, audience.workspaceId, fitting);
  return { ...counts, stopped, overLimit: members.people.length - fitting.length };
}

/** Those who are on the list already, and as many others as it still takes. */
async function whoFits(
  tx: Db,
  audience: Audience,
  people: readonly Peer[],
  most: number,
): Promise<Peer[]> {
  const room = Math.max(0, most - (await countMembers(tx, audience, most)));
  if (people.length <= room) return [...people];
  const ids = jsonRows(people.map((peer) => peer.userId));
  const rows = await selectRows(
    tx,
    { telegramId: int },
    sql`
      select c.telegram_id as "telegramId"
      from jsonb_array_elements_text(${ids}) v
      join contacts c on c.workspace_id = ${audience.workspaceId}
        and c.telegram_id = v.value::bigint
      join audience_members m on m.workspace_id = c.workspace_id
        and m.audience_id = ${audience.id} and m.contact_id = c.id`,
  );
  const there = new Set(rows.map((row) => row.telegramId));
  const others = people.filter((peer) => !there.has(peer.userId)).slice(0, room);
  const taken = new Set(others);
  return people.filter((peer) => there.has(peer.userId) || taken.has(peer));
}

function personOf({ userId, username, phone, firstName, lastName }: Peer) {
  // An account that found somebody by their number has noted the number as their name.
  const hasName = firstName !== '' && firstName !== phone;
  return {
    telegramId: userId,
    ...(username !== null && { username }),
    ...(phone !== null && { phone }),
    ...(hasName && { firstName: firstName.slice(0, 200) }),
    ...(hasName && lastName !== '' && { lastName: lastName.slice(0, 200) }),
  };
}

async function countStopped(tx: Db, workspaceId: number, people: readonly Peer[]): Promise<number> {
  const ids = jsonRows(people.map((peer) => peer.userId));
  const row = await selectRow(
    tx,
    { count: int },
    sql`
      select count(*) as count from jsonb_array_elements_text(${ids}) v
      join contacts c on c.workspace_id = ${workspaceId} and c.telegram_id = v.value::bigint
      where c.opted_out_at is not null`,
  );
  return row?.count ?? 0;
}
