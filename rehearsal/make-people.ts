import { sql } from 'drizzle-orm';
import { at, jsonRows } from '../server/base/db/columns.ts';
import { int, selectRow, selectRows } from '../server/base/db/rows.ts';
import type { Language } from '../server/base/text.ts';
import type { App } from '../server/context.ts';
import type { Mood, RehearsedPerson } from '../server/features/outreach/rehearsal/protocol.ts';
import type { BoxControl } from './box-control.ts';

/** People answer within so many seconds, in this order: some at once, some in the evening. */
const PATIENCE: readonly (readonly [number, number])[] = [
  [60, 600],
  [300, 3_600],
  [1_800, 4 * 3_600],
  [600, 8 * 3_600],
];
/** So many don't let strangers add them to chats; in earnest it may be more. */
const NOT_ADDABLE_OF_TEN = 3;
const FIRST_PHONE = 99_800_000_000;

/**
 * Makes people in the box, and the contacts and the list of them on the server.
 * @returns their moods by contact, and by Telegram id
 */
export async function makePeople(
  app: App,
  box: BoxControl,
  workspaceId: number,
  people: readonly (RehearsedPerson & { mood: Mood })[],
  language: Language,
): Promise<{ audienceId: number; moods: Map<number, Mood>; moodsInBox: Map<number, Mood> }> {
  const moodsInBox = new Map<number, Mood>();
  const contacts: Record<string, unknown>[] = [];
  for (const [i, person] of people.entries()) {
    const username = `rehearsal_${i + 1}`;
    const phone = `+${FIRST_PHONE + i}`;
    const { id } = await box.post<{ id: number }>('/users', {
      firstName: person.firstName || username,
      ...(person.lastName && { lastName: person.lastName }),
      username,
      phone,
      persona: { mood: person.mood, language, delaySeconds: PATIENCE[i % PATIENCE.length] },
      ...((i * 7) % 10 < NOT_ADDABLE_OF_TEN && { privacy: { chatInvite: 'nobody' } }),
    });
    moodsInBox.set(id, person.mood);
    contacts.push({
      place: i,
      username: person.hasUsername || !person.hasPhone ? username : null,
      phone: person.hasPhone ? phone : null,
      first_name: person.firstName,
      last_name: person.lastName,
      language: person.language,
      time_zone: person.timeZone,
      priority: person.priority,
      tags: person.tags,
      custom: person.custom,
      source: person.source ?? 'rehearsal',
    });
  }
  const rows = await insertContacts(app, workspaceId, contacts);
  const moods = rows.flatMap(({ id, place }): [number, Mood][] => {
    const mood = people[place]?.mood;
    return mood ? [[id, mood]] : [];
  });
  return { audienceId: await makeAudience(app, workspaceId), moods: new Map(moods), moodsInBox };
}

function insertContacts(app: App, workspaceId: number, contacts: readonly unknown[]) {
  const now = at(app.clock.now());
  return app.database.transaction(async (tx) => {
    await tx.execute(sql`
      insert into sources (workspace_id, name, basis, created_at)
      select distinct ${workspaceId}::bigint, source, 'opt_in', ${now}
      from jsonb_to_recordset(${jsonRows(contacts)}) as r(source text)
      on conflict do nothing`);
    const rows = await selectRows(
      tx,
      { id: int, place: int },
      sql`
        with given as (
          select * from jsonb_to_recordset(${jsonRows(contacts)}) as r(place int, username text,
            phone text, first_name text, last_name text, language text, time_zone text,
            priority int, tags jsonb, custom jsonb, source text)),
        made as (
          insert into contacts (workspace_id, username, phone, first_name, last_name, language,
            time_zone, priority, tags, custom, created_at)
          select ${workspaceId}, username, phone, first_name, last_name, language, time_zone,
            priority, array(select jsonb_array_elements_text(tags)), custom, ${now}
          from given order by place
          returning id, username, phone)
        select m.id, g.place from made m
        join given g on g.username = m.username or (g.username is null and g.phone = m.phone)`,
    );
    const sources = rows.map(({ id, place }) => ({
      contact_id: id,
      source: (contacts[place] as { source: string }).source,
    }));
    await tx.execute(sql`
      with given as (
        insert into consents (workspace_id, contact_id, source_id, given_at, evidence)
        select ${workspaceId}, r.contact_id, s.id, ${now}, '{}'
        from jsonb_to_recordset(${jsonRows(sources)}) as r(contact_id bigint, source text)
        join sources s on s.workspace_id = ${workspaceId} and s.name = r.source
        returning id, contact_id)
      update contacts c set consent_id = given.id from given where c.id = given.contact_id`);
    return rows;
  });
}

async function makeAudience(app: App, workspaceId: number): Promise<number> {
  const now = at(app.clock.now());
  const row = await selectRow(
    app.db,
    { id: int },
    sql`
      with list as (
        insert into audiences (workspace_id, name, kind, created_at)
        values (${workspaceId}, 'rehearsal', 'list', ${now}) returning id),
      members as (
        insert into audience_members (workspace_id, audience_id, contact_id, added_at)
        select ${workspaceId}, list.id, c.id, ${now}
        from list, contacts c where c.workspace_id = ${workspaceId})
      select id from list`,
  );
  if (!row) throw new Error('the list was not stored');
  return row.id;
}
