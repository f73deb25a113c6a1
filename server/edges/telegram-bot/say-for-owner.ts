import { type Api, InputFile } from 'grammy';
import { toBotError } from './bot-problem.ts';
import type { OwnersWords } from './port.ts';

/**
 * One attempt to say something in the name of a Business account. It is never made again by itself:
 * the Bot API knows no repeat.
 * @throws BotError
 */
export async function sayForOwner(
  api: Api,
  { connectionId, chatId }: { connectionId: string; chatId: number },
  words: OwnersWords,
): Promise<{ telegramId: number; sentAt: Date }> {
  const sent = await send(api, chatId, words, { business_connection_id: connectionId }).catch(
    (error: unknown) => {
      throw toBotError(error);
    },
  );
  return { telegramId: sent.message_id, sentAt: new Date(sent.date * 1_000) };
}

function send(
  api: Api,
  chatId: number,
  { text, media }: OwnersWords,
  how: { business_connection_id: string },
) {
  if (!media) return api.sendMessage(chatId, text, how);
  const { type, path, filename, width, height, durationSeconds } = media;
  const file = new InputFile(path, filename);
  const captioned = { ...how, ...(text !== '' && { caption: text }) };
  const timed = durationSeconds === undefined ? {} : { duration: durationSeconds };
  switch (type) {
    case 'photo':
      return api.sendPhoto(chatId, file, captioned);
    case 'video': {
      const size = width === undefined || height === undefined ? {} : { width, height };
      return api.sendVideo(chatId, file, { ...captioned, ...timed, ...size });
    }
    case 'video_note':
      return api.sendVideoNote(chatId, file, { ...how, ...timed, ...(width && { length: width }) });
    case 'voice':
      return api.sendVoice(chatId, file, { ...captioned, ...timed });
    case 'document':
      return api.sendDocument(chatId, file, captioned);
  }
}
