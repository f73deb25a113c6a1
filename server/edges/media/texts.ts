import type { MediaType } from '../../../contract/messages.ts';
import { AppError } from '../../base/errors.ts';
import { enCount, ruCount, type Text } from '../../base/text.ts';

const names: Record<MediaType, Text> = {
  photo: { ru: 'фото', en: 'a photo' },
  video: { ru: 'видео', en: 'a video' },
  video_note: { ru: 'кружок', en: 'a video note' },
  voice: { ru: 'голосовое', en: 'a voice message' },
  document: { ru: 'документ', en: 'a document' },
};

const accepted: Record<MediaType, Text> = {
  photo: { ru: 'JPG, PNG или WebP до 10 МБ', en: 'JPG, PNG or WebP up to 10 MB' },
  video: { ru: 'MP4 до 50 МБ', en: 'MP4 up to 50 MB' },
  video_note: {
    ru: 'видео до 60 секунд: MP4, MOV, WebM, MKV или AVI',
    en: 'a video up to 60 seconds: MP4, MOV, WebM, MKV or AVI',
  },
  voice: {
    ru: 'звук: MP3, OGG, WAV, M4A, FLAC, AAC или AMR',
    en: 'audio: MP3, OGG, WAV, M4A, FLAC, AAC or AMR',
  },
  document: {
    ru: 'любой непустой файл до 2000 МБ',
    en: 'any file up to 2000 MB, but an empty one',
  },
};

function invalid(type: MediaType, problem: Text, cause?: unknown): AppError {
  return new AppError(
    'invalid_media',
    {
      ru: `Не получится отправить как ${names[type].ru}: ${problem.ru}. Подойдёт ${accepted[type].ru}`,
      en: `This can't be sent as ${names[type].en}: ${problem.en}. Accepted: ${accepted[type].en}`,
    },
    { cause },
  );
}

/** @param found what the file really is */
export function wrongContent(type: MediaType, found: Text): AppError {
  return invalid(type, { ru: `в файле ${found.ru}`, en: `the file holds ${found.en}` });
}

export function emptyFile(type: MediaType): AppError {
  return invalid(type, { ru: 'файл пустой', en: 'the file is empty' });
}

/** The content has the right beginning, but can't be read. */
export function unreadable(type: MediaType, cause: unknown): AppError {
  return invalid(
    type,
    {
      ru: 'файл повреждён или сохранён не до конца',
      en: 'the file is damaged or was not saved to its end',
    },
    cause,
  );
}

/** @param limit bytes */
export function tooBig(type: MediaType, size: number, limit: number): AppError {
  const ru = `${megabytes(size).toLocaleString('ru')} МБ при пределе ${megabytes(limit)} МБ`;
  const en = `${megabytes(size)} MB with a limit of ${megabytes(limit)} MB`;
  return invalid(type, { ru: `файл слишком большой, ${ru}`, en: `the file is too big, ${en}` });
}

export function resultTooBig(type: MediaType, limit: number): AppError {
  return invalid(type, {
    ru: `после обработки файл больше ${megabytes(limit)} МБ, возьмите запись короче`,
    en: `once converted the file exceeds ${megabytes(limit)} MB, take a shorter recording`,
  });
}

export function animated(): AppError {
  return invalid('photo', {
    ru: 'это анимация (её можно отправить как document)',
    en: 'it is an animation (send it as a document)',
  });
}

export function tooNarrow(width: number, height: number): AppError {
  return invalid('photo', {
    ru: `картинка ${width}×${height} слишком вытянута, стороны могут различаться не больше чем в 20 раз (целиком её можно отправить как document)`,
    en: `the picture of ${width}×${height} is too narrow, its sides may differ 20 times at most (send it whole as a document)`,
  });
}

export function tooManyPixels(type: MediaType, width: number, height: number): AppError {
  return invalid(type, {
    ru: `кадр ${width}×${height} слишком велик, уменьшите его`,
    en: `the frame of ${width}×${height} is too large, make it smaller`,
  });
}

export function noVideoTrack(type: MediaType): AppError {
  return invalid(type, { ru: 'в файле нет видео', en: 'the file has no video track' });
}

export function noAudioTrack(): AppError {
  return invalid('voice', { ru: 'в файле нет звука', en: 'the file has no audio track' });
}

/** @param seconds length of the recording, where it is known */
export function tooLong(limitSeconds: number, seconds?: number): AppError {
  const limit = {
    ru: ruCount(limitSeconds, ['секунды', 'секунд', 'секунд']),
    en: enCount(limitSeconds, 'second'),
  };
  const whole = seconds === undefined ? undefined : Math.ceil(seconds);
  return invalid('video_note', {
    ru: whole
      ? `видео длится ${ruCount(whole, ['секунду', 'секунды', 'секунд'])}, а кружок не бывает длиннее ${limit.ru}`
      : `видео длиннее ${limit.ru}`,
    en: whole
      ? `the video lasts ${enCount(whole, 'second')}, and a video note is never longer than ${limit.en}`
      : `the video is longer than ${limit.en}`,
  });
}

export function noSuchFile(cause: unknown): AppError {
  return new AppError(
    'invalid_path',
    {
      ru: 'По этому пути нет файла. Проверьте путь и имя',
      en: 'There is no file at this path. Check the path and the name',
    },
    { cause },
  );
}

export function conversionTimedOut(timeoutMs: number): AppError {
  const seconds = Math.ceil(timeoutMs / 1000);
  return new AppError('timeout', {
    ru: `Файл обрабатывался дольше, чем ${ruCount(seconds, ['секунду', 'секунды', 'секунд'])}, и был остановлен. Возьмите запись короче или с меньшим разрешением`,
    en: `The file took longer than ${enCount(seconds, 'second')} to convert and was stopped. Take a shorter recording or a lower resolution`,
  });
}

/** @param retryAfter seconds */
export function converterBusy(retryAfter: number): AppError {
  return new AppError(
    'timeout',
    {
      ru: 'Сервер занят обработкой других файлов. Попробуйте через минуту',
      en: 'The server is busy converting other files. Try again in a minute',
    },
    { retryAfter },
  );
}

/** @param program ffmpeg or ffprobe */
export function programMissing(program: string, cause?: unknown): AppError {
  const variable = `${program.toUpperCase()}_PATH`;
  return new AppError(
    'internal',
    {
      ru: `Не найдена программа ${program}, без неё не отправить голосовые, кружки и видео. Установите ffmpeg или укажите путь в ${variable}`,
      en: `The program ${program} was not found; voice messages, video notes and videos need it. Install ffmpeg or set its path in ${variable}`,
    },
    { cause },
  );
}

function megabytes(bytes: number): number {
  return Math.round((bytes / 1024 / 1024) * 10) / 10;
}
