import { createHash } from 'node:crypto';
import { InputFile, InputMediaBuilder } from 'grammy';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { botFixture } from './bot-fixture.ts';

const world = mtcuteFixture('bots and media');
const bots = botFixture(world);

const picture = (background: string) =>
  sharp({ create: { width: 400, height: 300, channels: 3, background } })
    .png()
    .toBuffer();
const albumOf = (message: object) =>
  'media_group_id' in message ? String(message.media_group_id) : undefined;
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

async function download(token: string, path: string | undefined): Promise<Buffer> {
  const answer = await fetch(`${world.box.botApi}/file/bot${token}/${path}`);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

describe('Media of a bot', () => {
  it('arrives as what it was sent as', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    const api = bots.apiOf(made);
    const file = () => new InputFile(Buffer.from('bytes of a file'), 'file.bin');
    await api.sendPhoto(anna, new InputFile(await picture('red'), 'red.png'), { caption: 'Red' });
    await api.sendVideo(anna, file(), { duration: 7, width: 320, height: 240 });
    await api.sendAnimation(anna, file());
    await api.sendAudio(anna, file(), { title: 'Song', performer: 'Somebody' });
    await api.sendVoice(anna, file(), { duration: 3 });
    await api.sendVideoNote(anna, file(), { duration: 2, length: 240 });
    await api.sendDocument(anna, file());
    await api.sendLocation(anna, 55.75, 37.62);
    await api.sendContact(anna, '+79000000001', 'Boris');
    const client = await world.signedIn(anna);
    const history = await client.getHistory(made.username);
    const kinds = [...history].reverse().map(({ media }) => media?.type ?? 'text');
    expect(kinds.slice(1)).toEqual([
      'photo',
      'video',
      'video',
      'audio',
      'voice',
      'video',
      'document',
      'location',
      'contact',
    ]);
    expect(history.at(-2)?.text).toBe('Red');
  });

  it('comes down by its id as it went up, whoever sent it', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    const api = bots.apiOf(made);
    const bytes = Buffer.alloc(300_000, 'numbers');
    const { document } = await api.sendDocument(anna, new InputFile(bytes, 'numbers.csv'));
    const file = await api.getFile(document.file_id);
    expect(file).toMatchObject({ file_size: 300_000, file_unique_id: document.file_unique_id });
    expect(md5(await download(made.token, file.file_path))).toBe(md5(bytes));

    const client = await world.signedIn(anna);
    const red = await picture('blue');
    await client.sendMedia(made.username, { type: 'photo', file: red });
    const update = (await api.getUpdates()).at(-1);
    const sizes = update?.message?.photo ?? [];
    const largest = sizes.at(-1);
    expect(largest).toMatchObject({ width: 400, height: 300 });
    const photo = await api.getFile(largest?.file_id ?? '');
    const shown = await sharp(await download(made.token, photo.file_path)).metadata();
    expect(shown).toMatchObject({ format: 'jpeg', width: 400, height: 300 });
  });

  it('can be sent again by its id, by its own bot and as its own kind only', async () => {
    const made = await bots.makeBot();
    const other = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    await world.control.post(`/users/${anna}/start`, { bot: other.id });
    const sent = await bots.apiOf(made).sendVoice(anna, new InputFile(Buffer.from('ogg'), 'v.oga'));
    const id = sent.voice.file_id;
    const again = await bots.apiOf(made).sendVoice(anna, id);
    expect(again.voice.file_unique_id).toBe(sent.voice.file_unique_id);
    const asPhoto = await bots.raw(made.token, 'sendPhoto', { chat_id: anna, photo: id });
    expect(asPhoto.description).toBe("Bad Request: can't use file of type VoiceNote as Photo");
    const foreign = await bots.raw(other.token, 'sendVoice', { chat_id: anna, voice: id });
    expect(foreign.description).toMatch(/^Bad Request: wrong remote file identifier specified/);
    const url = { chat_id: anna, voice: 'https://example.com/v.oga' };
    const remote = await bots.raw(made.token, 'sendVoice', url);
    expect(remote.description).toBe('Bad Request: failed to get HTTP URL content');
  });

  it('makes albums, with a caption each', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    const red = new InputFile(await picture('red'), 'red.png');
    const blue = new InputFile(await picture('blue'), 'blue.png');
    const sent = await bots
      .apiOf(made)
      .sendMediaGroup(anna, [
        InputMediaBuilder.photo(red, { caption: '<i>Red</i>', parse_mode: 'HTML' }),
        InputMediaBuilder.photo(blue),
      ]);
    expect(new Set(sent.map(albumOf)).size).toBe(1);
    expect(sent[0]).toMatchObject({ caption: 'Red', caption_entities: [{ type: 'italic' }] });
    const client = await world.signedIn(anna);
    const [second, first] = await client.getHistory(made.username);
    expect(first?.groupedId?.toString()).toBe(sent[0] && albumOf(sent[0]));
    expect(second?.groupedId?.toString()).toBe(first?.groupedId?.toString());
  });

  it('is replaced by an edit', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    const api = bots.apiOf(made);
    const photo = new InputFile(await picture('red'), 'red.png');
    const { message_id } = await api.sendPhoto(anna, photo, { caption: 'Before' });
    const document = new InputFile(Buffer.from('text'), 'after.txt');
    const media = InputMediaBuilder.document(document, { caption: 'After' });
    await api.editMessageMedia(anna, message_id, media);
    const client = await world.signedIn(anna);
    const [edited] = await client.getHistory(made.username);
    expect(edited?.text).toBe('After');
    expect(edited?.media?.type).toBe('document');
    const caption = { caption: 'Later' };
    await api.editMessageCaption(anna, message_id, caption);
    expect((await client.getHistory(made.username))[0]?.text).toBe('Later');
  });

  it('is copied and forwarded, unless it is protected', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    const boris = await bots.makeGuest(made);
    const api = bots.apiOf(made);
    const { message_id: plain } = await api.sendMessage(anna, 'Plain');
    const { message_id: guarded } = await api.sendMessage(anna, 'Guarded', {
      protect_content: true,
    });
    const forwarded = await api.forwardMessage(boris, anna, plain);
    expect(forwarded.forward_origin).toMatchObject({
      type: 'user',
      sender_user: { id: made.id },
    });
    await api.copyMessage(boris, anna, plain);
    expect(await api.copyMessages(boris, anna, [plain, 99_999])).toHaveLength(1);
    const refused = api.forwardMessage(boris, anna, guarded);
    await expect(refused).rejects.toThrow("the message can't be forwarded");
    const client = await world.signedIn(boris);
    const texts = (await client.getHistory(made.username)).map(({ text }) => text);
    expect(texts).toEqual(['Plain', 'Plain', 'Plain', '/start']);
  });
});
