import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const server = new URL('../../server/', import.meta.url).pathname;

/** The files of the server, tests left out, whose text has `pattern`. */
async function filesWith(pattern: RegExp): Promise<string[]> {
  const all = await readdir(server, { recursive: true });
  const sources = all.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const found: string[] = [];
  for (const name of sources)
    if (pattern.test(await readFile(join(server, name), 'utf8'))) found.push(name);
  return found.sort();
}

test('only one place in the product opens the way out', async () => {
  expect(await filesWith(/\bopenSending\(app/)).toEqual(['features/messages/send-message.ts']);
});

test('only what passed the gate, or is repeated after it, is sent', async () => {
  // send-message.ts itself hands on to the ways of accounts and of business accounts.
  expect(await filesWith(/\bsend(Message|FromAccount|ForOwner)\(app/)).toEqual([
    'features/messages/outbox.ts',
    'features/messages/repeat-unfinished.ts',
    'features/messages/send-message.ts',
  ]);
});

test('a bot’s words leave by the same room alone', async () => {
  expect(await filesWith(/\bopenBotSending\(app/)).toEqual([
    'features/messages/answer-from-bot.ts',
    'features/messages/send-for-owner.ts',
    'features/messages/tell-team.ts',
  ]);
});

test('nothing else speaks the methods of Telegram that make a message appear', async () => {
  const methods =
    /messages\.(sendMessage|sendMedia|sendMultiMedia|forwardMessages|sendInlineBotResult)\b/;
  expect(await filesWith(methods)).toEqual([
    // asks @SpamBot, who is no person
    'edges/telegram-account/ask-spam-bot.ts',
    'edges/telegram-account/send-from-account.ts',
  ]);
});
