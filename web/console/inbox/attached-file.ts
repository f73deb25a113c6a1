import type { Message } from './inbox.ts';

export const MOST_BYTES = 50 * 1024 * 1024;

/** As what a file may be sent, the likeliest first. */
export function typesOf(file: File): Exclude<Message['type'], 'text' | 'invite'>[] {
  const [kind] = file.type.split('/');
  if (kind === 'image') return ['photo', 'document'];
  if (kind === 'audio') return ['voice', 'document'];
  if (kind === 'video') return ['video', 'video_note', 'document'];
  return ['document'];
}

/** The bytes of a file in base64. */
export function readBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    // data:image/png;base64,…
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error ?? new Error('the file could not be read'));
    reader.readAsDataURL(file);
  });
}
