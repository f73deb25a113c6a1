import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { newPhone } from '../support/accounts.ts';
import type { BotMessage } from '../support/bot-chat.ts';
import { insertAccount } from '../support/talks.ts';
import { startTeamBot, type TeamBot, type TestOperator } from '../support/team-bot.ts';

let team: TeamBot;
let vera: TestOperator;

beforeAll(async () => {
  team = await startTeamBot();
  vera = await team.operator('Vera', 'owner', 'en');
});
afterAll(() => team?.stop());
beforeEach(async () => {
  await team.control.delete('/faults');
  await team.pass(61);
  await vera.news();
  await team.control.delete('/calls');
});

/** Telegram asks the bot to wait before this call is made again. */
const flood = (method: string, seconds: number, times = 1) =>
  team.control.post('/faults', { error: `FLOOD_WAIT_${seconds}`, method: `bot:${method}`, times });

const callsOf = async (method: string) => {
  const { calls } = await team.control.get<{ calls: { method: string; count: number }[] }>(
    '/calls',
  );
  return calls.find((call) => call.method === `bot:${method}`)?.count ?? 0;
};

const isHit = (method: string) =>
  waitFor(
    'Telegram to ask to wait',
    async () => {
      const { faults } = await team.control.get<{ faults: { method: string; hits: number }[] }>(
        '/faults',
      );
      const found = faults.find((fault) => fault.method === `bot:${method}`);
      return !found || found.hits > 0 ? true : undefined;
    },
    30_000,
  );

/** Writes to the bot, and waits for its answer. */
async function ask(text: string): Promise<BotMessage> {
  const before = (await vera.chat.all()).at(-1)?.id ?? 0;
  await vera.chat.say(text);
  return waitFor(
    `an answer to ${text}`,
    async () => (await vera.chat.all()).find(({ id }) => id > before),
    30_000,
  );
}

const press = (message: BotMessage, data: string) =>
  team.control.post(`/users/${vera.telegramId}/press`, { message: message.id, data });

const texts = async () => (await vera.news()).map(({ text }) => text);

describe('when Telegram asks a bot to wait for long', () => {
  test('an answer is said once when the time is over, and what was written meanwhile in its order', async () => {
    await flood('sendMessage', 40);
    await vera.chat.say('/view 7001');
    await isHit('sendMessage');
    // Nothing tells whether it was heard by now: it comes second in any case.
    await vera.chat.say('/view 7002');
    await team.pass(20);
    expect(await texts()).toEqual([]);
    const before = await callsOf('sendMessage');
    await team.pass(21);
    const told = await waitFor(
      'both answers',
      async () => {
        const said = (await vera.chat.all()).map(({ text }) => text);
        const answers = said.filter((text) => /700[12]/.test(text));
        return answers.length > 1 ? answers : undefined;
      },
      30_000,
    );
    expect(told).toEqual([expect.stringContaining('7001'), expect.stringContaining('7002')]);
    expect(await callsOf('sendMessage')).toBe(before + 2);
  });

  test('an answer that its process could not give is given by the next one', async () => {
    await flood('sendMessage', 40);
    await vera.chat.say('/view 7003');
    await isHit('sendMessage');
    await vera.chat.say('/view 7004');
    await team.restart();
    const told = await waitFor('both answers', async () => {
      const said = (await vera.chat.all()).map(({ text }) => text).filter((t) => /700[34]/.test(t));
      return said.length >= 2 ? said : undefined;
    });
    expect(told).toEqual([expect.stringContaining('7003'), expect.stringContaining('7004')]);
  });

  test('a file is sent whole the second time', async () => {
    await team.server.api.post('/settings/proxy', { enabled: false, default_proxy: null });
    await team.server.drain();
    const log = await ask('/audit');
    await flood('sendDocument', 40);
    await press(log, 'audit_file:');
    await isHit('sendDocument');
    await team.pass(41);
    const [file, ...more] = (await vera.chat.all()).filter(({ media }) => media !== null);
    expect(more).toEqual([]);
    const content = await team.control.raw('GET', `/messages/${file?.id}/media`);
    expect(await content.text()).toMatch(/^\uFEFF?Number;.*settings\.changed/s);
  });

  test('the message under a tapped button changes when the time is over', async () => {
    const before = await ask('/notifications');
    await flood('editMessageText', 40);
    await press(before, 'notify:job_done');
    await isHit('editMessageText');
    await team.pass(41);
    const after = (await vera.chat.all()).find(({ id }) => id === before.id);
    const names = after?.replyMarkup?.inline_keyboard?.flat().map(({ text }) => text);
    expect(names).toContain('▫️ An import or a collection ended');
  });

  test('a secret leaves the chat all the same', async () => {
    const phone = newPhone();
    await team.control.makeUser({ firstName: 'Sales', phone });
    await ask(`/add_account ${phone}`);
    const { code } = await team.control.get<{ code: string }>(
      `/codes?phone=${encodeURIComponent(phone)}`,
    );
    await flood('deleteMessage', 40);
    const secret = await vera.chat.say([...code].join('-'));
    await isHit('deleteMessage');
    await team.pass(41);
    const { messages } = await team.control.get<{ messages: { id: number; deleted: boolean }[] }>(
      `/messages?from=${vera.telegramId}&to=${team.bot.id}&limit=1000`,
    );
    expect(messages.find(({ id }) => id === secret)?.deleted).toBe(true);
  });

  test('a notice waits, and is told once', async () => {
    await flood('sendMessage', 40);
    const senderId = await insertAccount(team.server.app, team.workspaceId);
    await team.happens([
      {
        type: 'account.status_changed',
        senderId,
        data: { from: 'active', to: 'limited', cause: 'PEER_FLOOD' },
      },
    ]);
    await team.pass(4);
    await isHit('sendMessage');
    expect(await texts()).toEqual([]);
    const before = await callsOf('sendMessage');
    for (let n = 0; n < 3; n++) await team.pass(10);
    expect(await callsOf('sendMessage')).toBe(before);
    await team.pass(11);
    expect(await texts()).toEqual([expect.stringContaining('Telegram limited 1 account')]);
  });
});

describe('when Telegram is out of reach for a moment', () => {
  test('an answer is said afterwards', async () => {
    await team.control.post('/faults', {
      error: 'Bad Gateway',
      code: 502,
      method: 'bot:sendMessage',
      times: 2,
    });
    await vera.chat.say('/view 7005');
    await isHit('sendMessage');
    for (let n = 0; n < 4; n++) await team.pass(2);
    expect(await texts()).toEqual([expect.stringContaining('7005')]);
  });
});

test('a notice within the silent hours of its operator comes without sound', async () => {
  const isSilent = async () => {
    const { messages } = await team.control.get<{ messages: { silent: boolean }[] }>(
      `/messages?from=${team.bot.id}&to=${vera.telegramId}&limit=1000`,
    );
    return messages.at(-1)?.silent;
  };
  const tell = async () => {
    await team.pass(61);
    const senderId = await insertAccount(team.server.app, team.workspaceId);
    await team.happens([{ type: 'account.added', senderId }]);
    await team.pass(4);
    expect(await texts()).toEqual([expect.stringContaining('account added')]);
  };
  await tell();
  expect(await isSilent()).toBe(false);
  await ask('/notifications');
  await vera.chat.press('🔔 Always with sound');
  await vera.chat.press('🔕 Silent from 22 to 8');
  // Team time is ahead of the clock or behind it: a whole day has both.
  await vera.news();
  const sounds = new Set<boolean | undefined>();
  for (let hours = 0; hours < 24; hours += 6) {
    await team.pass(6 * 3_600);
    await vera.news();
    await tell();
    sounds.add(await isSilent());
  }
  expect(sounds).toEqual(new Set([true, false]));
});
