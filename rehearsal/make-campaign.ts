import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sql } from 'drizzle-orm';
import sharp from 'sharp';
import { at } from '../server/base/db/columns.ts';
import { systemActor } from '../server/base/events/record-events.ts';
import type { App } from '../server/context.ts';
import { mediaPath } from '../server/features/messages/keep-media.ts';
import { launchCampaign } from '../server/features/outreach/campaigns/run-campaign.ts';
import { type Campaign, campaigns } from '../server/features/outreach/campaigns/tables.ts';
import type {
  RehearsalOrder,
  RehearsedFile,
} from '../server/features/outreach/rehearsal/protocol.ts';
import { scripts, scriptVersions } from '../server/features/outreach/scripts/tables.ts';

/**
 * Makes the script and the campaign, and launches it: at once, or at its time.
 * @param chat that it invites into
 */
export async function makeCampaign(
  app: App,
  workspaceId: number,
  audienceId: number,
  chat: number | null,
  { campaign, stages, files, language }: RehearsalOrder,
): Promise<Campaign> {
  for (const file of files) await makeStandIn(app, workspaceId, file);
  const now = app.clock.now();
  const { startsAt, invite, ...copied } = campaign;
  const number = 1;
  await app.database.transaction(async (tx) => {
    const [script] = await tx
      .insert(scripts)
      .values({ workspaceId, name: 'rehearsal', version: 1, createdAt: now, changedAt: now })
      .returning();
    if (!script) throw new Error('the script was not stored');
    await tx
      .insert(scriptVersions)
      .values({ workspaceId, scriptId: script.id, version: 1, stages, createdAt: now });
    await tx.insert(campaigns).values({
      workspaceId,
      number,
      status: 'draft',
      createdAt: now,
      scriptId: script.id,
      scriptVersion: 1,
      audienceId,
      startsAt: startsAt === null ? null : new Date(startsAt),
      ...copied,
      invite: invite && chat !== null ? { ...invite, chat, title: null } : null,
    });
  });
  return launchCampaign(app, { workspaceId, actor: systemActor, language }, number);
}

/** A file of the same kind under the same id: what it shows is of no matter here. */
async function makeStandIn(app: App, workspaceId: number, file: RehearsedFile): Promise<void> {
  const bytes = await standIn(file.type);
  const path = mediaPath(app, { workspaceId, id: file.id });
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, bytes);
  const now = at(app.clock.now());
  await app.db.execute(sql`
    insert into media (id, workspace_id, type, source_hash, file_name, mime_type, size, width,
      height, duration_seconds, created_at, last_used_at)
    overriding system value
    values (${file.id}, ${workspaceId}, ${file.type}, ${String(file.id)}::bytea, ${file.fileName},
      ${file.mimeType}, ${bytes.length}, ${file.width}, ${file.height}, ${file.durationSeconds},
      ${now}, ${now})`);
}

function standIn(type: RehearsedFile['type']): Promise<Buffer> | Buffer {
  if (type !== 'photo') return Buffer.from('rehearsal');
  const create = { width: 16, height: 16, channels: 3 as const, background: '#ffffff' };
  return sharp({ create }).jpeg().toBuffer();
}
