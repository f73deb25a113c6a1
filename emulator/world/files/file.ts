/** A file being uploaded in parts (https://core.telegram.org/api/files#uploading-files). */
export type Upload = {
  readonly parts: Map<number, Buffer>;
  /** Said in advance by big uploads. */
  readonly totalParts?: number | undefined;
};

/** One of the sizes a photo is kept in; `type` is Telegram's letter (`s`, `m`, `x`, `y`, `w`). */
export type PhotoSize = {
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: Buffer;
};

export type StoredPhoto = {
  readonly id: bigint;
  readonly date: number;
  readonly sizes: PhotoSize[];
};

/** What is known of a document; durations in seconds, sizes in pixels. */
export type DocumentAttribute =
  | { kind: 'filename'; name: string }
  | {
      kind: 'video';
      duration: number;
      width: number;
      height: number;
      round: boolean;
      streaming: boolean;
      silent: boolean;
    }
  | {
      kind: 'audio';
      duration: number;
      voice: boolean;
      title?: string | undefined;
      performer?: string | undefined;
      waveform?: Buffer | undefined;
    }
  | { kind: 'animated' }
  | { kind: 'imageSize'; width: number; height: number };

export type StoredDocument = {
  readonly id: bigint;
  readonly date: number;
  readonly mimeType: string;
  readonly bytes: Buffer;
  readonly attributes: DocumentAttribute[];
  readonly thumbs: PhotoSize[];
};

/** The kinds of media by the names that the control API uses. */
export type MediaType = 'photo' | 'video' | 'video_note' | 'voice' | 'audio' | 'document';

/** What a document is shown as, told from its attributes. */
export function documentType(document: StoredDocument): MediaType {
  for (const attribute of document.attributes) {
    if (attribute.kind === 'video') return attribute.round ? 'video_note' : 'video';
    if (attribute.kind === 'audio') return attribute.voice ? 'voice' : 'audio';
  }
  return 'document';
}
