import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Role } from '../../contract/permissions.ts';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { int, selectRow } from '../../server/base/db/rows.ts';
import { type NewEvent, recordEvents } from '../../server/base/events/record-events.ts';
import { homeWorkspaceId } from '../../server/features/workspace/ensure-workspace.ts';
import { type BotChat, type BotMessage, makeBot, openBotChat, type TestBot } from './bot-chat.ts';
import { openTestDatabase } from './database.ts';
import { startTestServer, type TestServer } from './server.ts';

export type TestOperator = {
  id: number;
  telegramId: number;
  chat: BotChat;
  /** What the bot said since this was called last. */
  news(): Promise<BotMessage[]>;
};

/** A server whose clock stands still, with the team's bot in a box whose clock runs. */
export type TeamBot = {
  box: Emulator;
  control: ControlClient;
  server: TestServer;
  workspaceId: number;
  bot: TestBot;
  botId: number;
  /** Somebody of the team who talks with the bot. */
  operator(name: string, role: Role, language?: 'ru' | 'en'): Promise<TestOperator>;
  /** Lets so many seconds pass, and everything happen that is due then. */
  pass(seconds: number): Promise<void>;
  /** Ends the server and starts another one on the same database, at the same moment. */
  restart(between?: () => Promise<void>): Promise<void>;
  happens(events: Omit<NewEvent, 'workspaceId' | 'at'>[]): Promise<void>;
  stop(): Promise<void>;
};

let teams = 0;

export async function startTeamBot(
  env: Record<string, string> = {},
  now = new Date('2026-03-02T08:00:00Z'),
): Promise<TeamBot> {
  const box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: `team bot ${++teams}` });
  const control = controlOf(box);
  await control.patch('/bots/limits', { enabled: false });
  const bot = await makeBot(control, `team_${teams}_bot`);
  const { dump: _, ...database } = await openTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'vestnik-team-'));
  const settings = { TELEGRAM_EMULATOR: box.control, BOT_TOKEN: bot.token, ...env };
  const start = (at: Date) => startTestServer(settings, { now: at, database, dataDir });
  const server = await start(now);
  const workspaceId = await homeWorkspaceId(server.app);
  const read = async () =>
    selectRow(server.app.db, { id: int }, sql`select id from bots where connection = 'online'`);
  const { id: botId } = await waitFor('the bot to be online', read, 20_000);
  return {
    box,
    control,
    server,
    workspaceId,
    bot,
    botId,
    async operator(name, role, language = 'ru') {
      const telegramId = await control.makeUser({ firstName: name, language });
      await control.post(`/users/${telegramId}/start`, { bot: bot.id });
      const row = await selectRow(
        server.app.db,
        { id: int },
        sql`
          with o as (
            insert into operators (workspace_id, name, role, created_at)
            values (${workspaceId}, ${name}, ${role}, now()) returning id)
          insert into operator_chats (workspace_id, operator_id, telegram_id, linked_at, language)
          select ${workspaceId}, id, ${telegramId}, now(), ${language} from o
          returning operator_id as id`,
      );
      const chat = openBotChat(control, bot, telegramId, true);
      await chat.next();
      let seen = 0;
      const news = async () => {
        const all = await chat.all();
        const added = all.filter((message) => message.id > seen);
        seen = all.at(-1)?.id ?? seen;
        return added;
      };
      await news();
      return { id: row?.id ?? 0, telegramId, chat, news };
    },
    async pass(seconds) {
      await server.drain();
      server.clock.advance(seconds * 1_000);
      await server.drain();
    },
    happens: (events) =>
      server.app.database.transaction((tx) =>
        recordEvents(
          tx,
          events.map((event) => ({ workspaceId, at: server.clock.now(), ...event })),
        ),
      ),
    async restart(between) {
      const at = server.clock.now();
      await server.stop();
      await between?.();
      Object.assign(server, await start(at));
    },
    async stop() {
      await server.stop();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
      await box.stop();
    },
  };
}
