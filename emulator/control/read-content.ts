import type { z } from 'zod';
import { makeMedia } from '../world/files/make-media.ts';
import type { Box } from './box.ts';
import { ControlError } from './control-error.ts';
import type { newMessage } from './message-schemas.ts';

/** What a body says: a text, or media with a caption. @throws ControlError invalid_request for both or neither */
export async function readContent(
  box: Box,
  body: Pick<z.output<typeof newMessage>, 'text' | 'media'>,
) {
  const { text, media } = body;
  if ((text === undefined) === (media === undefined)) {
    throw new ControlError(400, 'invalid_request', 'Give either text or media');
  }
  if (!media) return { text: text ?? '' };
  const { base64, caption, ...wish } = media;
  const bytes = base64 === undefined ? undefined : Buffer.from(base64, 'base64');
  return { text: caption ?? '', media: await makeMedia(box.world, { ...wish, bytes }) };
}
