import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { stageInput, variantInput } from '../../../../contract/scripts.ts';
import { AppError } from '../../../base/errors.ts';
import type { App } from '../../../context.ts';
import { keepMedia, type MediaSource } from '../../messages/keep-media.ts';
import { media } from '../../messages/tables.ts';
import type { Stage, Variant } from './script.ts';
import { texts } from './texts.ts';

type StageInput = z.output<typeof stageInput>;
type VariantInput = z.output<typeof variantInput>;

/**
 * Stages as they are kept: every file fetched and made ready, so that a campaign never waits for
 * somebody else's server.
 * @throws AppError invalid_request, invalid_media, download_failed, naming the stage
 */
export async function readStages(
  app: App,
  workspaceId: number,
  given: readonly StageInput[],
): Promise<Stage[]> {
  const stages: Stage[] = [];
  for (const [place, input] of given.entries()) {
    const variants: Variant[] = [];
    for (const variant of variantsOf(input, place + 1))
      variants.push(await readVariant(app, workspaceId, variant, place + 1));
    stages.push({
      delayMin: input.delay_min,
      delayMax: input.delay_max ?? input.delay_min,
      condition: input.condition?.trim() || null,
      variants,
    });
  }
  return stages;
}

function variantsOf(input: StageInput, stage: number): VariantInput[] {
  const { type, content, file_url, file_path, media_id, caption } = input;
  if (!input.variants)
    return [{ weight: 1, type, content, file_url, file_path, media_id, caption }];
  if (content || file_url || file_path || media_id || caption)
    throw new AppError('invalid_request', texts.at(stage, texts.bothForms));
  return input.variants;
}

async function readVariant(
  app: App,
  workspaceId: number,
  input: VariantInput,
  stage: number,
): Promise<Variant> {
  const { type } = input;
  const common = { name: input.name ?? null, weight: input.weight, type };
  if (type === 'text') return { ...common, content: input.content ?? '', mediaId: null };
  // In the outside contract's sheet a file's description stands in `content`, its text in `caption`.
  const content = input.caption ?? '';
  if (input.media_id) {
    const [known] = await app.db
      .select({ id: media.id })
      .from(media)
      .where(
        and(eq(media.workspaceId, workspaceId), eq(media.id, input.media_id), eq(media.type, type)),
      );
    if (!known)
      throw new AppError('invalid_media', texts.at(stage, texts.mediaNotFound(input.media_id)));
    return { ...common, content, mediaId: known.id };
  }
  const source: MediaSource | undefined = input.file_url
    ? { url: input.file_url }
    : input.file_path
      ? { path: input.file_path }
      : undefined;
  if (!source) throw new AppError('invalid_media', texts.at(stage, texts.fileMissing));
  const kept = await keepMedia(app, workspaceId, type, source, undefined).catch((error) => {
    if (error instanceof AppError)
      throw new AppError(error.code, texts.at(stage, error.text), { cause: error });
    throw error;
  });
  return { ...common, content, mediaId: kept.id };
}
