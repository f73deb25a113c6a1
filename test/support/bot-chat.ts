import type { ControlClient } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';

/** A message of a bot, as the person it went to sees it now. */
export type BotMessage = {
  id: number;
  text: string;
  type: string;
  deleted: boolean;
  media: { filename: string | null } | null;
  replyMarkup: {
    inline_keyboard?: { text: string; callback_data?: string; url?: string }[][];
  } | null;
};

/** A person's chat with a bot. */
export type BotChat = {
  /** Writes to the bot and waits for its next message. */
  ask(text: string): Promise<BotMessage>;
  /** Writes without waiting. @returns the id of the message in the box */
  say(text: string): Promise<number>;
  /** Presses a button of the bot's latest message, and waits until that message has changed. */
  press(button: string): Promise<BotMessage>;
  /** The bot's next message that wasn't looked at yet. */
  next(): Promise<BotMessage>;
  /** Whatever the bot said, oldest first. */
  all(): Promise<BotMessage[]>;
};

export type TestBot = { id: number; token: string; username: string };

export const makeBot = (control: ControlClient, username: string) =>
  control.post<TestBot>('/bots', { username, firstName: 'Vestnik' });

/** How what the bot tells operators by itself begins. */
const NOTICE =
  /^(?:➕ (?:Добавлено|\d)|🟠 Telegram|🔴 Telegram|🔑 |⏸ (?:На паузе|\d)|🏁 (?:До конца|\d)|📦 |🛑 (?:Просят|\d)|⚠️ (?:Не работает|Something)|⭐ (?:Подписка|Subscription)|💬 |🟡 |🤝 )/u;

/** @param hearsNotices whether what the bot tells by itself counts among what it says */
export function openBotChat(
  control: ControlClient,
  bot: TestBot,
  personId: number,
  hearsNotices = false,
): BotChat {
  let seen = 0;
  const all = async () =>
    (
      await control.get<{ messages: BotMessage[] }>(
        `/messages?from=${bot.id}&to=${personId}&limit=1000`,
      )
    ).messages.filter(({ text }) => hearsNotices || !NOTICE.test(text));
  const chat: BotChat = {
    all,
    async next() {
      const message = await waitFor(
        'the bot to say something',
        async () => (await all()).find(({ id }) => id > seen),
        30_000,
      );
      seen = message.id;
      return message;
    },
    async say(text) {
      const { id } = await control.post<{ id: number }>(`/users/${personId}/messages`, {
        to: bot.id,
        text,
      });
      return id;
    },
    async ask(text) {
      await chat.say(text);
      return chat.next();
    },
    async press(button) {
      const before = (await all()).at(-1);
      if (!before) throw new Error('the bot has said nothing yet');
      await control.post(`/users/${personId}/press`, {
        message: before.id,
        text: button,
        waitMs: 20_000,
      });
      const after = (await all()).at(-1);
      if (!after) throw new Error('the bot’s message is gone');
      seen = after.id;
      return after;
    },
  };
  return chat;
}
