import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { bool, int, json, nullable, selectRows, text, time } from '../../base/db/rows.ts';
import type { AccountLike, PersonLike } from './scripts/render-text.ts';

export type ScriptedPerson = PersonLike & {
  id: number;
  timeZone: string | null;
  telegramId: number | null;
  hasConsent: boolean;
  optedOutAt: Date | null;
  isErased: boolean;
};

/** People as scripts speak of them, by contact. */
export async function readPeople(
  db: Db,
  workspaceId: number,
  contactIds: readonly number[],
): Promise<Map<number, ScriptedPerson>> {
  const rows = await selectRows(
    db,
    {
      id: int,
      telegramId: nullable(int),
      firstName: text,
      lastName: text,
      username: nullable(text),
      phone: nullable(text),
      language: nullable(text),
      timeZone: nullable(text),
      source: nullable(text),
      tags: json<string[]>(),
      custom: json<Record<string, unknown>>(),
      hasConsent: bool,
      optedOutAt: nullable(time),
      isErased: bool,
    },
    sql`
      select c.id, c.telegram_id as "telegramId", c.first_name as "firstName",
        c.last_name as "lastName", c.username, c.phone, c.language, c.time_zone as "timeZone",
        s.name as source, to_jsonb(c.tags) as tags, c.custom,
        c.consent_id is not null as "hasConsent", c.opted_out_at as "optedOutAt",
        c.erased_at is not null as "isErased"
      from contacts c
      left join consents k on k.id = c.consent_id
      left join sources s on s.id = k.source_id
      where c.workspace_id = ${workspaceId}
        and c.id = any(${`{${contactIds.join(',')}}`}::bigint[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Accounts as scripts speak of them, by sender. @param campaignId whose invite links they have */
export async function readVoices(
  db: Db,
  workspaceId: number,
  senderIds: readonly number[],
  campaignId?: number,
): Promise<Map<number, AccountLike>> {
  const rows = await selectRows(
    db,
    {
      id: int,
      firstName: text,
      username: nullable(text),
      phone: nullable(text),
      inviteLink: nullable(text),
    },
    sql`
      select id, first_name as "firstName", username, phone,
        (select link from campaign_chats k
          where k.campaign_id = ${campaignId ?? null}::bigint and k.sender_id = accounts.id)
          as "inviteLink"
      from accounts
      where workspace_id = ${workspaceId} and id = any(${`{${senderIds.join(',')}}`}::bigint[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
