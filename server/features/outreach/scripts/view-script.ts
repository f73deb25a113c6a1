import { inArray } from 'drizzle-orm';
import type { App } from '../../../context.ts';
import { media } from '../../messages/tables.ts';
import type { Stage } from './script.ts';
import type { Script } from './tables.ts';

/** A script as lists of the API show it. */
export function viewScript(script: Script) {
  return {
    id: script.id,
    name: script.name,
    version: script.version,
    archived: script.archivedAt !== null,
    created_at: script.createdAt.toISOString(),
    changed_at: script.changedAt.toISOString(),
  };
}

/** Stages as the API shows them; what it shows can be sent back as it is. */
export async function viewStages(app: App, stages: readonly Stage[]) {
  const ids = stages.flatMap((s) => s.variants.flatMap((v) => v.mediaId ?? []));
  const files =
    ids.length === 0
      ? []
      : await app.db
          .select({ id: media.id, fileName: media.fileName })
          .from(media)
          .where(inArray(media.id, ids));
  const names = new Map(files.map((f) => [f.id, f.fileName]));
  return stages.map((stage, place) => ({
    stage: place + 1,
    delay_min: stage.delayMin,
    delay_max: stage.delayMax,
    condition: stage.condition,
    variants: stage.variants.map((v) => ({
      name: v.name,
      weight: v.weight,
      type: v.type,
      content: v.content,
      media_id: v.mediaId,
      filename: v.mediaId === null ? null : (names.get(v.mediaId) ?? null),
    })),
  }));
}
