import { sql } from 'drizzle-orm';
import { jsonRows } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRows, text } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import { BANNED_IN_CHAT } from '../../messages/outcome.ts';
import { readSettings } from '../../workspace/settings.ts';
import { chooseStage, enqueueSteps, type Step } from '../campaigns/enqueue-stage.ts';
import { type Move, moveTargets } from '../campaigns/move-targets.ts';
import { CAMPAIGN_ORIGIN } from '../campaigns/origin.ts';
import { readPeople, readVoices } from '../read-people.ts';
import { readVersion } from '../scripts/read-script.ts';
import { withLink } from './invite.ts';

const columns = {
  messageId: int,
  workspaceId: int,
  campaignId: int,
  targetId: int,
  senderId: int,
  contactId: int,
  scriptId: int,
  scriptVersion: int,
  link: text,
};

/** The failed invites of people who cannot be added, where the campaign sends them its link. */
export async function findRefusedInvites(tx: Db, failedIds: readonly number[]): Promise<number[]> {
  if (failedIds.length === 0) return [];
  const rows = await selectRows(
    tx,
    { messageId: int },
    sql`
    select m.id as "messageId" ${refusedInvites(failedIds)}`,
  );
  return rows.map((row) => row.messageId);
}

const refusedInvites = (ids: readonly number[]) => sql`
  from messages m
  join campaign_steps s on s.message_id = m.id and s.kind = 'invite'
  join campaign_targets t on t.id = s.target_id and t.status = 'queued'
  join campaigns c on c.id = s.campaign_id and c.status <> 'done'
  join campaign_chats k on k.campaign_id = c.id and k.sender_id = m.sender_id
    and k.link is not null and k.lost_because is null
  where m.id in (select value::bigint from jsonb_array_elements(${jsonRows(ids)}))
    and m.origin = ${CAMPAIGN_ORIGIN} and m.status = 'failed'
    and m.error ->> 'code' = 'not_addable' and m.error ->> 'reason' <> ${BANNED_IN_CHAT}
    and (c.invite ->> 'fallbackToLink')::boolean`;

/**
 * Whoever cannot be added is sent the link instead: once, as a message of its own that passes the
 * gate like any other. The campaigns are locked.
 */
export async function fallBackToLink(
  app: App,
  tx: Db,
  messageIds: readonly number[],
): Promise<void> {
  if (messageIds.length === 0) return;
  await tx.execute(sql`
    select id from contacts where id in (select contact_id from messages
      where id in (select value::bigint from jsonb_array_elements(${jsonRows(messageIds)})))
    order by id for no key update`);
  const refused = await selectRows(
    tx,
    columns,
    sql`
      select m.id as "messageId", t.workspace_id as "workspaceId", c.id as "campaignId",
        t.id as "targetId", m.sender_id as "senderId", m.contact_id as "contactId",
        c.script_id as "scriptId", c.script_version as "scriptVersion", k.link
      ${refusedInvites(messageIds)}
      order by t.id for update of t`,
  );
  await tx.execute(sql`
    update campaign_steps set outcome = 'failed'
    where message_id in (select value::bigint from jsonb_array_elements(
      ${jsonRows(refused.map((r) => r.messageId))}))`);
  for (const workspaceId of new Set(refused.map((r) => r.workspaceId)))
    await sendLinks(
      app,
      tx,
      workspaceId,
      refused.filter((r) => r.workspaceId === workspaceId),
    );
}

async function sendLinks(
  app: App,
  tx: Db,
  workspaceId: number,
  refused: readonly {
    campaignId: number;
    targetId: number;
    senderId: number;
    contactId: number;
    scriptId: number;
    scriptVersion: number;
    link: string;
  }[],
): Promise<void> {
  const { timeZone } = await readSettings(app, workspaceId, tx);
  const people = await readPeople(
    tx,
    workspaceId,
    refused.map((r) => r.contactId),
  );
  const voices = await readVoices(tx, workspaceId, [...new Set(refused.map((r) => r.senderId))]);
  const steps: Step[] = [];
  const moves: Move[] = [];
  for (const { campaignId, targetId, senderId, contactId, link, ...script } of refused) {
    const person = people.get(contactId);
    const voice = voices.get(senderId);
    if (!person || !voice) continue;
    const stages = await readVersion(tx, workspaceId, script.scriptId, script.scriptVersion);
    const inviting = { ...voice, inviteLink: link };
    const said = chooseStage(app, stages, 0, person, inviting, timeZone);
    if (typeof said === 'string') {
      moves.push({ id: targetId, to: 'failed', reason: 'not_addable' });
      continue;
    }
    const chosen = { ...said, content: withLink(said.content, link) };
    const common = { workspaceId, campaignId, targetId, senderId, contactId };
    steps.push({ ...common, kind: 'stage', isFirst: false, chosen });
    moves.push({ id: targetId, to: 'queued', stage: chosen.stage });
  }
  await enqueueSteps(app, tx, workspaceId, steps);
  await moveTargets(app, tx, moves);
}
