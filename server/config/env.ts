import { isIP } from 'node:net';
import { z } from 'zod';
import { enCount, ruCount, type Text } from '../base/text.ts';

export const roleNames = ['api', 'worker', 'telegram'] as const;

/** LOG_LEVEL may be written as the older systems did. */
const pythonLevels: Record<string, string> = { warning: 'warn', critical: 'fatal' };

/** What a variable must look like, in words for the person who edits `.env`. */
export const expectations = z.registry<Text>();

/** A variable that is set but empty counts as not set: `.env` files are full of `NAME=`. */
function optional<T extends z.ZodType>(schema: T, expects: Text) {
  return z
    .preprocess(
      (v) => (typeof v === 'string' && v.trim() === '' ? undefined : v),
      schema.optional(),
    )
    .register(expectations, expects);
}

const text = optional(z.string().trim(), { ru: 'текст', en: 'text' });
const url = optional(
  z
    .string()
    .trim()
    .pipe(z.url({ protocol: /^https?$/ }))
    .transform((v) => v.replace(/\/+$/, '')),
  { ru: 'адрес вида https://example.com/путь', en: 'an address like https://example.com/path' },
);
const port = optional(z.coerce.number().int().min(0).max(65_535), {
  ru: 'номер порта от 0 до 65535',
  en: 'a port number from 0 to 65535',
});
const count = optional(z.coerce.number().int().min(0), {
  ru: 'целое число, 0 или больше',
  en: 'a whole number, 0 or more',
});
const positive = optional(z.coerce.number().int().min(1), {
  ru: 'целое число больше нуля',
  en: 'a whole number above zero',
});
const amount = optional(z.coerce.number().min(0).max(1_000_000), {
  ru: 'число, 0 или больше',
  en: 'a number, 0 or more',
});
const hours = optional(z.coerce.number().min(0), {
  ru: 'число часов, 0 или больше',
  en: 'a number of hours, 0 or more',
});
const numericId = optional(z.coerce.number().int(), {
  ru: 'числовой id Telegram',
  en: 'a numeric Telegram id',
});
const flag = optional(z.string().trim().pipe(z.stringbool()), {
  ru: 'true или false',
  en: 'true or false',
});
const language = optional(
  z
    .string()
    .trim()
    .pipe(z.enum(['ru', 'en'])),
  { ru: 'ru или en', en: 'ru or en' },
);
const timeZone = optional(z.string().trim().refine(isTimeZone), {
  ru: 'часовой пояс вида Europe/Moscow',
  en: 'a time zone like Europe/Moscow',
});
const proxyType = optional(
  z
    .string()
    .trim()
    .pipe(z.enum(['socks5', 'http', 'mtproto'])),
  {
    ru: 'socks5, http или mtproto',
    en: 'socks5, http or mtproto',
  },
);
const databaseUrl = optional(
  z
    .string()
    .trim()
    .regex(/^postgres(ql)?:\/\//),
  {
    ru: 'адрес вида postgresql://user:pass@host:5432/name',
    en: 'an address like postgresql://user:pass@host:5432/name',
  },
);
const secretOf = (length: number) =>
  optional(z.string().trim().min(length), {
    ru: `секретная строка не короче ${ruCount(length, ['символа', 'символов', 'символов'])}`,
    en: `a secret of at least ${enCount(length, 'character')}`,
  });
/** It travels in a header, where a space would end it. */
const apiKey = optional(z.string().trim().regex(/^\S+$/), {
  ru: 'ключ без пробелов',
  en: 'a key without spaces',
});
const json = optional(
  z.string().transform((v, ctx) => {
    try {
      return z.record(z.string(), z.unknown()).parse(JSON.parse(v));
    } catch {
      ctx.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
  }),
  { ru: 'объект JSON в одну строку', en: 'a JSON object on one line' },
);
const proxies = optional(
  z
    .string()
    .transform((v) => v.split(/[\s,]+/).filter(Boolean))
    .refine((all) => all.every(isAddressOrNetwork)),
  {
    ru: 'адреса или сети прокси через запятую: 10.0.0.5, 172.18.0.0/16',
    en: 'addresses or networks of proxies, separated by commas: 10.0.0.5, 172.18.0.0/16',
  },
);
const roles = optional(
  z
    .string()
    .transform((v) => v.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.enum(roleNames)).min(1)),
  {
    ru: `роли через запятую из: ${roleNames.join(', ')}`,
    en: `roles from: ${roleNames.join(', ')}`,
  },
);
const origins = optional(
  z
    .string()
    .transform((v) => v.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.url({ protocol: /^https?$/ }).transform((v) => new URL(v).origin))),
  {
    ru: 'адреса вида http://10.0.0.5:8080 через запятую',
    en: 'addresses like http://10.0.0.5:8080 with commas between',
  },
);
const logLevel = optional(
  z
    .string()
    .transform((v) => pythonLevels[v.trim().toLowerCase()] ?? v.trim().toLowerCase())
    .pipe(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])),
  { ru: 'DEBUG, INFO, WARNING или ERROR', en: 'DEBUG, INFO, WARNING or ERROR' },
);

/**
 * Every environment variable the product reads, checked. The names of the five systems it
 * replaces are kept; `.env.example` explains each one.
 */
export const envSchema = z.object({
  // Telegram application; TG_* are the names of the self-service sales bot
  API_ID: positive,
  API_HASH: text,
  TG_API_ID: positive,
  TG_API_HASH: text,
  TELEGRAM_EMULATOR: url,

  // the server
  HOST: text,
  PORT: port,
  ROLES: roles,
  PUBLIC_URL: url,
  TRUSTED_PROXIES: proxies,
  INTERFACE_LANGUAGE: language,
  TIME_ZONE: timeZone,
  API_KEY: apiKey,
  SECRET_KEY: secretOf(16),
  DATABASE_URL: databaseUrl,
  LOG_LEVEL: logLevel,
  LOG_FILE: text,

  // folders
  DATA_DIR: text,
  INCOMING_DIR: text,
  SESSIONS_DIR: text,
  BACKUPS_DIR: text,
  MEDIA_DIR: text,
  TEMP_DIR: text,

  // limits
  MAX_DAILY_ACTIVE: count,
  MAX_DAILY_WARMING: count,
  MAX_DAILY_MESSAGES: count,
  MAX_DAILY_ANSWERS: count,
  MIN_MESSAGE_DELAY: count,
  COOLDOWN_HOURS: hours,
  MAILING_DELAY_MIN: count,
  MAILING_DELAY_MAX: count,
  MAILING_MAX_PER_ACCOUNT: positive,
  INVITE_DELAY_SEC: count,

  // proxy
  PROXY_ENABLED: flag,
  DEFAULT_PROXY_TYPE: proxyType,
  DEFAULT_PROXY_HOST: text,
  DEFAULT_PROXY_PORT: port,
  DEFAULT_PROXY_USER: text,
  DEFAULT_PROXY_PASS: text,
  PROXY_TIMEOUT: positive,

  // webhooks
  N8N_WEBHOOK_URL: url,
  N8N_WEBHOOK_INCOMING: url,
  N8N_WEBHOOK_STATUS: url,
  N8N_WEBHOOK_ACCOUNT: url,
  WEBHOOK_SECRET: secretOf(16),
  WEBHOOK_INTERNAL_ORIGINS: origins,

  // media
  FFMPEG_PATH: text,
  FFPROBE_PATH: text,

  // bots
  BOT_TOKEN: text,
  TELEGRAM_TOKEN: text,
  ADMIN_TELEGRAM_ID: numericId,
  ADMIN_GROUP_ID: numericId,
  MAIN_TOPIC_ID: numericId,
  MAILING_TOPIC_ID: numericId,
  EVENTS_TOPIC_ID: numericId,
  WEB_APP_URL: url,
  WEBHOOK_URL: url,

  // AI
  LLM_BASE_URL: url,
  LLM_API_KEY: apiKey,
  LLM_MODEL: text,
  LLM_PRICE_IN: amount,
  LLM_PRICE_OUT: amount,
  LLM_TIMEOUT: positive,
  OPENROUTER_API_KEY: apiKey,
  OPENAI_API_KEY: apiKey,
  OPENAI_MODEL: text,
  OPENAI_ASSISTANT_ID: text,

  // Google Sheets
  GOOGLE_SHEETS_ID: text,
  GOOGLE_CREDENTIALS_FILE: text,
  GCP_SA_JSON: json,
  SHEET_ID: text,
  APPEALS_SHEET_ID: text,
  PROMOTIONS_SHEET_ID: text,

  // amoCRM
  AMOCRM_URL: url,
  AMOCRM_ACCESS_TOKEN: text,
  AMOCRM_PIPELINE_ID: numericId,
});

export type Env = z.output<typeof envSchema>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** 10.0.0.5, 172.18.0.0/16, fd00::/8 */
function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  );
}
