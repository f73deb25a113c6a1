import { GrammyError, InlineKeyboard } from 'grammy';
import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { botFixture } from './bot-fixture.ts';

const world = mtcuteFixture('refusals to bots');
const bots = botFixture(world);

async function guest() {
  const made = await bots.makeBot();
  const anna = await bots.makeGuest(made);
  const say = async (more: object, method = 'sendMessage') =>
    bots.raw(made.token, method, { chat_id: anna, text: 'Hello', ...more });
  const refusal = async (more: object, method?: string) => {
    const { description, error_code, ok, status } = await say(more, method);
    expect(ok).toBe(false);
    expect(status).toBe(error_code);
    return description;
  };
  return { made, anna, api: bots.apiOf(made), say, refusal };
}

describe('A call is refused', () => {
  it('for a token that nobody has, a method that nobody knows, a path that is none', async () => {
    const { made } = await guest();
    const wrong = `${made.id}:AAwrongwrongwrongwrongwrongwrongwrong`;
    expect(await bots.raw(wrong, 'getMe')).toEqual({
      status: 401,
      ok: false,
      error_code: 401,
      description: 'Unauthorized',
    });
    expect(await bots.raw('nonsense', 'getMe')).toMatchObject({
      status: 404,
      description: 'Not Found',
    });
    expect(await bots.raw(made.token, 'getNothing')).toMatchObject({
      status: 404,
      description: 'Not Found: method not found',
    });
    const outside = await fetch(`${world.box.botApi}/elsewhere`);
    expect(outside.status).toBe(404);
    const file = await fetch(`${world.box.botApi}/file/bot${made.token}/photos/file_nothing.jpg`);
    expect(file.status).toBe(404);
  });

  it('for a text that is empty or too long', async () => {
    const { refusal, say } = await guest();
    expect(await refusal({ text: '' })).toBe('Bad Request: message text is empty');
    expect(await refusal({ text: ' \n ' })).toBe('Bad Request: message text is empty');
    expect(await refusal({ text: 'a'.repeat(4097) })).toBe('Bad Request: message is too long');
    expect((await say({ text: 'a'.repeat(4096) })).ok).toBe(true);
  });

  it('for a chat that is none', async () => {
    const { refusal } = await guest();
    expect(await refusal({ chat_id: '' })).toBe('Bad Request: chat_id is empty');
    expect(await refusal({ chat_id: 'anna' })).toBe('Bad Request: chat not found');
    expect(await refusal({ chat_id: -5 })).toBe('Bad Request: chat not found');
    expect(await refusal({ chat_id: '@nobody_here' })).toBe('Bad Request: chat not found');
  });

  it('for styles that cannot be read', async () => {
    const { refusal } = await guest();
    const html = (text: string) => refusal({ text, parse_mode: 'HTML' });
    expect(await html('<b>bold')).toBe(
      'Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
    );
    expect(await html('é<x>a</x>')).toBe(
      'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 2',
    );
    expect(await html('<b>a</i>')).toBe(
      'Bad Request: can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
    );
    expect(await refusal({ text: 'Hello.', parse_mode: 'MarkdownV2' })).toBe(
      "Bad Request: can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'",
    );
    expect(await refusal({ text: '*bold', parse_mode: 'MarkdownV2' })).toBe(
      "Bad Request: can't parse entities: Can't find end of Bold entity at byte offset 0",
    );
    expect(await refusal({ text: 'a *bold', parse_mode: 'Markdown' })).toBe(
      "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 2",
    );
    expect(await refusal({ parse_mode: 'Word' })).toBe('Bad Request: unsupported parse_mode');
  });

  it('for buttons that cannot be', async () => {
    const { refusal } = await guest();
    const button = (one: object) =>
      refusal({ reply_markup: { inline_keyboard: [[{ text: 'x', ...one }]] } });
    expect(await button({ callback_data: 'a'.repeat(65) })).toBe(
      'Bad Request: BUTTON_DATA_INVALID',
    );
    expect(await button({ callback_data: 'ы'.repeat(33) })).toBe(
      'Bad Request: BUTTON_DATA_INVALID',
    );
    expect(await button({})).toBe('Bad Request: text buttons are unallowed in the inline keyboard');
    expect(await button({ url: 'not a url' })).toMatch(/URL 'not a url' is invalid/);
    expect(await button({ web_app: { url: 'http://example.com' } })).toMatch(/Only HTTPS/);
    expect(await refusal({ reply_markup: '{' })).toBe(
      "Bad Request: can't parse reply keyboard markup JSON object",
    );
    expect(await refusal({ reply_markup: '5' })).toBe(
      'Bad Request: object expected as reply markup',
    );
  });

  it('for messages that are not there, or cannot be changed', async () => {
    const { anna, api, made, refusal } = await guest();
    const edit = (more: object) => refusal(more, 'editMessageText');
    expect(await edit({ message_id: 999 })).toBe('Bad Request: message to edit not found');
    expect(await edit({})).toBe('Bad Request: message identifier is not specified');
    expect(await edit({ message_id: 1 })).toBe("Bad Request: message can't be edited");
    const { message_id } = await api.sendMessage(anna, 'Same');
    expect(await edit({ message_id, text: 'Same' })).toBe(
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
    const wanted = { message_id: 999 };
    expect(await refusal(wanted, 'deleteMessage')).toBe('Bad Request: message to delete not found');
    const reply = { reply_parameters: { message_id: 999 } };
    expect(await refusal(reply)).toBe('Bad Request: message to be replied not found');
    const without = { reply_parameters: { message_id: 999, allow_sending_without_reply: true } };
    expect(
      (await bots.raw(made.token, 'sendMessage', { chat_id: anna, text: 'x', ...without })).ok,
    ).toBe(true);
  });

  it('for a press that was answered, is too old or was never made', async () => {
    const { anna, api, refusal } = await guest();
    const tooOld =
      'Bad Request: query is too old and response timeout expired or query ID is invalid';
    const answer = (callback_query_id: string) =>
      refusal({ callback_query_id, text: '' }, 'answerCallbackQuery');
    expect(await answer('123')).toBe(tooOld);
    const reply_markup = new InlineKeyboard().text('Yes', 'yes');
    const { message_id } = await api.sendMessage(anna, 'Sure?', { reply_markup });
    const client = await world.signedIn(anna);
    const [question] = await client.getHistory((await api.getMe()).username);
    expect(question?.text).toBe('Sure?');
    const pressing = client
      .call({
        _: 'messages.getBotCallbackAnswer',
        peer: await client.resolvePeer((await api.getMe()).username),
        msgId: question?.id ?? 0,
        data: Buffer.from('yes'),
      })
      .catch((error: Error) => error.message);
    const updates = await api.getUpdates({ timeout: 5, offset: -1 });
    const query = updates.find(({ callback_query: one }) => one)?.callback_query;
    expect(query?.message?.message_id).toBe(message_id);
    await world.control.post('/clock', { advanceSeconds: 20 });
    expect(await pressing).toMatch(/BOT_RESPONSE_TIMEOUT|timeout/i);
    expect(await answer(query?.id ?? '')).toBe(tooOld);
  });

  it('with words that grammY reads', async () => {
    const { anna, api } = await guest();
    const failed = await api.sendMessage(anna, '').catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(GrammyError);
    expect(failed).toMatchObject({ error_code: 400, method: 'sendMessage' });
  });

  it('when its body is no JSON, and understood however it is sent', async () => {
    const { anna, made } = await guest();
    const url = `${world.box.botApi}/bot${made.token}/sendMessage`;
    const json = { 'content-type': 'application/json' };
    const broken = await fetch(url, { method: 'POST', headers: json, body: '{"chat_id":' });
    expect(broken.status).toBe(400);
    const form = new URLSearchParams({ chat_id: String(anna), text: 'form' });
    const multipart = new FormData();
    multipart.set('chat_id', String(anna));
    multipart.set('text', 'multipart');
    const query = `${url.replace('sendMessage', 'SENDMESSAGE')}?${new URLSearchParams({ chat_id: String(anna), text: 'query' })}`;
    const answers = [
      await fetch(url, { method: 'POST', body: form }),
      await fetch(url, { method: 'POST', body: multipart }),
      await fetch(query),
    ];
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as {
      result: { text: string };
    }[];
    expect(bodies.map(({ result }) => result.text)).toEqual(['form', 'multipart', 'query']);
  });
});
