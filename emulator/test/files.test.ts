import { Long, type TelegramClient, type tl } from '@mtcute/node';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from './mtcute-fixture.ts';

const world = mtcuteFixture('files');
const KB = 1024;

async function client(): Promise<TelegramClient> {
  return world.signedIn(await world.control.makeUser({}));
}

const savePart = (by: TelegramClient, fileId: number, filePart: number, bytes: Buffer) =>
  by.call({ _: 'upload.saveFilePart', fileId: Long.fromNumber(fileId), filePart, bytes });

function document(
  fileId: number,
  parts: number,
  md5Checksum = '',
): tl.RawInputMediaUploadedDocument {
  const id = Long.fromNumber(fileId);
  return {
    _: 'inputMediaUploadedDocument',
    file: { _: 'inputFile', id, parts, name: 'file.bin', md5Checksum },
    mimeType: 'application/octet-stream',
    attributes: [],
  };
}

const upload = (by: TelegramClient, media: tl.TypeInputMedia) =>
  by.call({ _: 'messages.uploadMedia', peer: { _: 'inputPeerSelf' }, media });

async function stored(by: TelegramClient, bytes: Buffer): Promise<tl.RawDocument> {
  for (let part = 0; part * 512 * KB < bytes.length; part++) {
    await savePart(by, 99, part, bytes.subarray(part * 512 * KB, (part + 1) * 512 * KB));
  }
  const media = await upload(by, document(99, Math.ceil(bytes.length / (512 * KB))));
  if (media._ !== 'messageMediaDocument' || media.document?._ !== 'document') {
    throw new Error(`Not a document: ${media._}`);
  }
  return media.document;
}

function locationOf(file: tl.RawDocument): tl.RawInputDocumentFileLocation {
  const { id, accessHash, fileReference } = file;
  return { _: 'inputDocumentFileLocation', id, accessHash, fileReference, thumbSize: '' };
}

describe('An upload is refused', () => {
  it('with FILE_PART_n_MISSING when a part never came', async () => {
    const by = await client();
    await savePart(by, 1, 0, Buffer.alloc(512 * KB));
    await savePart(by, 1, 2, Buffer.alloc(10));
    await expect(upload(by, document(1, 3))).rejects.toMatchObject({
      code: 400,
      text: 'FILE_PART_%d_MISSING',
    });
  });

  it('with FILE_PARTS_INVALID when it claims no parts', async () => {
    await expect(upload(await client(), document(2, 0))).rejects.toThrow('FILE_PARTS_INVALID');
  });

  it('when the parts are of odd or different sizes', async () => {
    const by = await client();
    await savePart(by, 3, 0, Buffer.alloc(1000));
    await savePart(by, 3, 1, Buffer.alloc(10));
    await expect(upload(by, document(3, 2))).rejects.toThrow('FILE_PART_SIZE_INVALID');
    await savePart(by, 4, 0, Buffer.alloc(4 * KB));
    await savePart(by, 4, 1, Buffer.alloc(2 * KB));
    await savePart(by, 4, 2, Buffer.alloc(10));
    await expect(upload(by, document(4, 3))).rejects.toThrow('FILE_PART_SIZE_CHANGED');
  });

  it('part by part when one is empty, too big or out of range', async () => {
    const by = await client();
    await expect(savePart(by, 5, 0, Buffer.alloc(0))).rejects.toThrow('FILE_PART_EMPTY');
    const large = savePart(by, 5, 0, Buffer.alloc(513 * KB));
    await expect(large).rejects.toThrow('FILE_PART_TOO_BIG');
    await expect(savePart(by, 5, -1, Buffer.alloc(10))).rejects.toThrow('FILE_PART_INVALID');
  });

  it('when the checksum is of another file', async () => {
    const by = await client();
    await savePart(by, 6, 0, Buffer.from('hello'));
    const media = document(6, 1, '0'.repeat(32));
    await expect(upload(by, media)).rejects.toThrow('MD5_CHECKSUM_INVALID');
  });

  it.each([
    ['IMAGE_PROCESS_FAILED', async () => Buffer.from('not a picture at all')],
    [
      'PHOTO_INVALID_DIMENSIONS',
      () =>
        sharp({ create: { width: 2100, height: 100, channels: 3, background: 'red' } })
          .png()
          .toBuffer(),
    ],
  ])('with %s as a photo', async (error, make) => {
    const by = await client();
    await savePart(by, 7, 0, await make());
    const file = document(7, 1).file;
    await expect(upload(by, { _: 'inputMediaUploadedPhoto', file })).rejects.toThrow(error);
  });
});

describe('A photo', () => {
  it('is kept in the sizes that fit it, the largest last', async () => {
    const by = await client();
    const picture = await sharp({
      create: { width: 1000, height: 500, channels: 3, background: 'blue' },
    })
      .png()
      .toBuffer();
    await savePart(by, 8, 0, picture);
    const media = await upload(by, { _: 'inputMediaUploadedPhoto', file: document(8, 1).file });
    if (media._ !== 'messageMediaPhoto' || media.photo?._ !== 'photo') throw new Error(media._);
    expect(media.photo.sizes).toMatchObject([
      { type: 'm', w: 320, h: 160 },
      { type: 'x', w: 800, h: 400 },
      { type: 'y', w: 1000, h: 500 },
    ]);
  });
});

describe('A stored file', () => {
  it('can be sent again by its id without another upload', async () => {
    const by = await client();
    const file = await stored(by, Buffer.from('again and again'));
    const { id, accessHash, fileReference } = file;
    const again = await upload(by, {
      _: 'inputMediaDocument',
      id: { _: 'inputDocument', id, accessHash, fileReference },
    });
    expect(again).toMatchObject({ document: { id: file.id, size: 15 } });
  });

  it('is not given to another account by this one’s access hash', async () => {
    const by = await client();
    const file = await stored(by, Buffer.from('mine'));
    const location = locationOf(file);
    const theft = (await client()).call({
      _: 'upload.getFile',
      location,
      offset: 0,
      limit: 4 * KB,
    });
    await expect(theft).rejects.toThrow('FILE_ID_INVALID');
    const fileReference = Buffer.from('old');
    const stale = { ...location, fileReference };
    const old = by.call({ _: 'upload.getFile', location: stale, offset: 0, limit: 4 * KB });
    await expect(old).rejects.toThrow('FILE_REFERENCE_INVALID');
  });

  it('is read in pieces that keep to the rules', async () => {
    const by = await client();
    const bytes = Buffer.alloc(1300 * KB, 'abc');
    const location = locationOf(await stored(by, bytes));
    const get = (offset: number, limit: number, precise = false) =>
      by.call({ _: 'upload.getFile', location, offset, limit, precise });
    const piece = await get(1024 * KB, 512 * KB);
    if (piece._ !== 'upload.file') throw new Error(piece._);
    expect(Buffer.from(piece.bytes).equals(bytes.subarray(1024 * KB))).toBe(true);
    const beyond = await get(2048 * KB, 4 * KB);
    expect(beyond).toMatchObject({ bytes: new Uint8Array() });
    await expect(get(1, 4 * KB)).rejects.toThrow('OFFSET_INVALID');
    await expect(get(0, 5000)).rejects.toThrow('LIMIT_INVALID');
    await expect(get(0, 12 * KB)).rejects.toThrow('LIMIT_INVALID');
    await expect(get(1020 * KB, 8 * KB)).rejects.toThrow('LIMIT_INVALID');
    await expect(get(1023 * KB, 1 * KB, true)).resolves.toBeDefined();
  });
});
