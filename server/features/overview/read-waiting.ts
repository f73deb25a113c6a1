import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { overviewAnswer } from '../../../contract/overview.ts';
import { int, nullable, oneOf, selectRow, selectRows, text, time } from '../../base/db/rows.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { senderKeyOf } from '../business/sender-key.ts';
import { waitingTexts } from '../dialogs/texts.ts';
import type { WaitingReason } from '../messages/message.ts';

/** Beyond it nobody minds how many exactly. */
const MOST_COUNTED = 1_000;
const OLDEST = 10;

/** Who waits for a person, and since when. */
export async function readWaiting(
  app: App,
  workspaceId: number,
  language: Language,
): Promise<z.output<typeof overviewAnswer>['waiting']> {
  const counted = await selectRow(
    app.db,
    { count: int },
    sql`select count(*) as count from (
          select from dialogs where workspace_id = ${workspaceId} and status = 'waiting'
          limit ${MOST_COUNTED}) waiting`,
  );
  const rows = await selectRows(
    app.db,
    {
      dialog: int,
      contactId: int,
      firstName: text,
      lastName: text,
      username: nullable(text),
      account: text,
      because: nullable(oneOf<WaitingReason>()),
      since: nullable(time),
    },
    sql`
      select d.number as dialog, d.contact_id as "contactId", c.first_name as "firstName",
        c.last_name as "lastName", c.username, ${senderKeyOf(sql`d.sender_id`)} as account,
        d.waiting_because as because, d.waiting_since as since
      from (
        select * from dialogs where workspace_id = ${workspaceId} and status = 'waiting'
        order by waiting_since, id limit ${OLDEST}) d
      join contacts c on c.id = d.contact_id
      order by d.waiting_since, d.id`,
  );
  return {
    count: counted?.count ?? 0,
    oldest: rows.map((row) => ({
      dialog: row.dialog,
      contact_id: row.contactId,
      name: [row.firstName, row.lastName].filter(Boolean).join(' '),
      username: row.username,
      account_id: row.account,
      because: row.because && waitingTexts[row.because][language],
      since: row.since?.toISOString() ?? null,
    })),
  };
}
