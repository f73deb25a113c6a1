import { setTimeout as pause } from 'node:timers/promises';
import { Api, InputFile } from 'grammy';
import type { InlineKeyboardButton, Update } from 'grammy/types';
import { toBotError } from './bot-problem.ts';
import { businessCalls } from './business-calls.ts';
import {
  type BotButton,
  type BotConnection,
  BotError,
  type BotUpdate,
  type TelegramBots,
} from './port.ts';
import { proxyFetch } from './proxy-fetch.ts';
import { readUpdate, wantedUpdates } from './read-update.ts';
import { sayForOwner } from './say-for-owner.ts';
import type { BotSending } from './sending-port.ts';

const POLL_SECONDS = 30;
const UPDATES_AT_ONCE = 100;
const CALL_SECONDS = 30;
/** A longer wait than this is the caller's to bear: people look at the chat. */
const LONGEST_WAIT_SECONDS = 15;
const WAITS = 2;
const DOWNLOAD_MS = 60_000;
const LARGEST_FILE = 20 * 1_024 * 1_024;

/**
 * Bots over Telegram's Bot API.
 * @param apiRoot of a sandbox that stands for Telegram; undefined: the real one
 * @param proxyTimeoutMs to a connection through a proxy
 */
export function createGrammyBots(
  apiRoot: string | undefined,
  proxyTimeoutMs: number,
): {
  bots: TelegramBots;
  sending: BotSending;
} {
  const apis = new WeakMap<BotConnection, Api>();
  const apiOf = (connection: BotConnection) => {
    const api = apis.get(connection);
    if (!api) throw new Error('a connection of another adapter');
    return api;
  };
  const bots: TelegramBots = {
    open(token, proxy) {
      const through = proxy && proxyFetch(proxy, proxyTimeoutMs);
      const api = new Api(token, {
        ...(apiRoot && { apiRoot }),
        timeoutSeconds: CALL_SECONDS + POLL_SECONDS,
        ...(through && { fetch: through }),
      });
      const files = `${apiRoot ?? 'https://api.telegram.org'}/file/bot${token}`;
      const connection = connect(api, files, through ?? fetch);
      apis.set(connection, api);
      return connection;
    },
    readPosted: (update) => readUpdate(update as Update),
  };
  const sending: BotSending = {
    async say(connection, chatId, words) {
      const { html, buttons, file, invoice, threadId, isSilent, isPatient = true } = words;
      const api = apiOf(connection);
      if (invoice) {
        const { title, about, payload, stars } = invoice;
        const prices = [{ label: title, amount: stars }];
        return (
          await patiently(() => api.sendInvoice(chatId, title, about, payload, 'XTR', prices))
        ).message_id;
      }
      const options = {
        parse_mode: 'HTML',
        ...keyboard(buttons),
        ...(threadId !== undefined && { message_thread_id: threadId }),
        ...(isSilent && { disable_notification: true }),
      } as const;
      if (!file) {
        const plain = { ...options, link_preview_options: noPreview };
        const waits = isPatient ? WAITS : 0;
        return (await patiently(() => api.sendMessage(chatId, html, plain), waits)).message_id;
      }
      // A stream can be read once: what was refused isn't tried again.
      const document = new InputFile(toBytes(file.content), file.name);
      const captioned = { ...options, caption: html };
      const sending =
        file.type === 'photo'
          ? api.sendPhoto(chatId, document, captioned)
          : file.type === 'voice'
            ? api.sendVoice(chatId, document, captioned)
            : api.sendDocument(chatId, document, captioned);
      const sent = await sending.catch((error: unknown) => {
        throw toBotError(error);
      });
      return sent.message_id;
    },
    async change(connection, chatId, messageId, { html, buttons, isPatient = true }) {
      await patiently(
        () =>
          apiOf(connection).editMessageText(chatId, messageId, html, {
            parse_mode: 'HTML',
            link_preview_options: noPreview,
            ...keyboard(buttons),
          }),
        isPatient ? WAITS : 0,
      );
    },
    sayForOwner: (connection, chat, words) => sayForOwner(apiOf(connection), chat, words),
  };
  return { bots, sending };
}

const noPreview = { is_disabled: true };

/**
 * @param files where Telegram keeps what people send to this bot
 * @param through how they are fetched
 */
function connect(api: Api, files: string, through: typeof fetch): BotConnection {
  return {
    async profile() {
      const me = await patiently(() => api.getMe());
      return { telegramId: me.id, username: me.username, name: me.first_name };
    },
    async hear(after, signal) {
      const heard = await api
        .getUpdates(
          {
            offset: after + 1,
            limit: UPDATES_AT_ONCE,
            timeout: POLL_SECONDS,
            allowed_updates: wantedUpdates,
          },
          // The library types its signals by a polyfill, and takes those of the platform.
          signal as unknown as Parameters<Api['getUpdates']>[1],
        )
        .catch((error: unknown) => {
          throw toBotError(error);
        });
      const updates = heard.map(readUpdate).filter((u): u is BotUpdate => u !== undefined);
      return { updates, last: heard.at(-1)?.update_id ?? after };
    },
    async setWebhook(url, secret) {
      await patiently(() =>
        api.setWebhook(url, { secret_token: secret, allowed_updates: wantedUpdates }),
      );
    },
    async deleteWebhook() {
      await patiently(() => api.deleteWebhook());
    },
    async webhook() {
      const info = await patiently(() => api.getWebhookInfo());
      const { url = '', pending_update_count: waiting } = info;
      const lastError = info.last_error_date !== undefined && {
        at: new Date(info.last_error_date * 1_000),
        message: info.last_error_message ?? '',
      };
      return { url, waiting, lastError: lastError || undefined };
    },
    async showCommands(commands, language, chatId) {
      await patiently(() =>
        api.setMyCommands(commands, {
          ...(language && { language_code: language as 'ru' | 'en' }),
          ...(chatId !== undefined && { scope: { type: 'chat', chat_id: chatId } }),
        }),
      );
    },
    async answerButton(callbackId) {
      await patiently(() => api.answerCallbackQuery(callbackId));
    },
    async answerCheckout(checkoutId, refusal) {
      await patiently(() =>
        api.answerPreCheckoutQuery(
          checkoutId,
          refusal === undefined,
          refusal === undefined ? {} : { error_message: refusal },
        ),
      );
    },
    async refundStars(payerId, chargeId) {
      await patiently(() => api.refundStarPayment(payerId, chargeId)).catch((error: unknown) => {
        const { problem } = toBotError(error);
        if (!/CHARGE_ALREADY_REFUNDED/.test(problem.code)) throw error;
      });
    },
    async download({ fileId, size }) {
      if (size > LARGEST_FILE) throw new BotError({ kind: 'refused', code: 'file is too big' });
      const { file_path: path } = await patiently(() => api.getFile(fileId));
      return fetchFile(`${files}/${path}`, through);
    },
    async deleteMessage(chatId, messageId) {
      await patiently(() => api.deleteMessage(chatId, messageId));
    },
    async lookAtGroup(chatId) {
      const [chat, { id }] = await Promise.all([
        patiently(() => api.getChat(chatId)),
        patiently(() => api.getMe()),
      ]);
      const own = await patiently(() => api.getChatMember(chatId, id));
      return {
        title: chat.title ?? '',
        hasTopics: chat.is_forum === true,
        mayManageTopics: own.status === 'administrator' && own.can_manage_topics === true,
      };
    },
    async createTopic(chatId, title) {
      return (await patiently(() => api.createForumTopic(chatId, title), 0)).message_thread_id;
    },
    async changeTopic(chatId, threadId, { title, isClosed }) {
      if (title !== undefined)
        await asItIs(() => api.editForumTopic(chatId, threadId, { name: title }));
      if (isClosed === true) await asItIs(() => api.closeForumTopic(chatId, threadId));
      if (isClosed === false) await asItIs(() => api.reopenForumTopic(chatId, threadId));
    },
    async deleteTopic(chatId, threadId) {
      await patiently(() => api.deleteForumTopic(chatId, threadId), 0);
    },
    ...businessCalls(api, patiently),
  };
}

/** What is like that already is as good as done. */
async function asItIs(call: () => Promise<unknown>): Promise<void> {
  await patiently(call, 0).catch((error: unknown) => {
    if (!(error instanceof BotError) || error.problem.kind !== 'not_changed') throw error;
  });
}

async function* toBytes(pieces: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of pieces) yield typeof piece === 'string' ? encoder.encode(piece) : piece;
}

/** The address holds the token: no error may tell it. */
async function fetchFile(address: string, through: typeof fetch): Promise<Uint8Array> {
  try {
    const response = await through(address, { signal: AbortSignal.timeout(DOWNLOAD_MS) });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    throw new BotError({ kind: 'refused', code: `a file answered ${response.status}` });
  } catch (error) {
    if (error instanceof BotError) throw error;
    throw new BotError({ kind: 'unavailable', code: 'NETWORK' });
  }
}

/** Waits as long as Telegram says before it is asked again, when that is bearable. */
async function patiently<T>(call: () => Promise<T>, most = WAITS): Promise<T> {
  for (let waits = 0; ; waits++) {
    try {
      return await call();
    } catch (error) {
      const failure = toBotError(error);
      const { problem } = failure;
      if (problem.kind !== 'flood_wait' || waits >= most) throw failure;
      if (problem.seconds > LONGEST_WAIT_SECONDS) throw failure;
      await pause(problem.seconds * 1_000);
    }
  }
}

function keyboard(buttons: readonly (readonly BotButton[])[]) {
  if (buttons.length === 0) return {};
  const rows = buttons.map((row) =>
    row.map(
      (button): InlineKeyboardButton =>
        'url' in button
          ? { text: button.text, url: button.url }
          : { text: button.text, callback_data: button.data },
    ),
  );
  return { reply_markup: { inline_keyboard: rows } };
}
