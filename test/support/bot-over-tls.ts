import { createGrammyBots } from '../../server/edges/telegram-bot/grammy-bots.ts';
import type { BotProxy } from '../../server/edges/telegram-bot/port.ts';
import { BotError } from '../../server/edges/telegram-bot/port.ts';

// A program of its own, since what a process trusts is settled when it starts: uses a bot over each of
// the ways it is given, and prints one line of JSON with what came of each.

/** How a bot is reached, and what is said to whom. */
export type Way = { apiRoot: string; token: string; chatId: number; proxy?: BotProxy };
/** What came of it: who the bot is and what a file held, or Telegram's or the proxy's refusal. */
export type Came = { username: string; file: string } | { problem: string; code: string };

async function go({ apiRoot, token, chatId, proxy }: Way): Promise<Came> {
  const { bots, sending } = createGrammyBots(apiRoot, 20_000);
  const connection = bots.open(token, proxy);
  try {
    const { username } = await connection.profile();
    const words = `through ${proxy?.type ?? 'nothing'}`;
    await sending.say(connection, chatId, {
      html: words,
      buttons: [],
      file: { name: 'note.txt', content: pieces(words) },
    });
    const { updates } = await connection.hear(0, AbortSignal.timeout(20_000));
    const [file] = updates.flatMap((u) => (u.kind === 'message' && u.file ? [u.file] : []));
    if (!file) throw new Error('nothing was heard');
    return { username, file: Buffer.from(await connection.download(file)).toString() };
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return { problem: error.problem.kind, code: error.problem.code };
  }
}

async function* pieces(text: string): AsyncGenerator<string> {
  yield text;
}

const ways: Way[] = JSON.parse(process.env['WAYS'] ?? '[]');
const came: Came[] = [];
for (const way of ways) came.push(await go(way));
process.stdout.write(`${JSON.stringify(came)}\n`);
