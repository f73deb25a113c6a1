import { isAbsolute, join, resolve } from 'node:path';
import type { Language, Text } from '../base/text.ts';
import { type Env, envSchema, expectations, roleNames } from './env.ts';
import { type Secrets, secretsFrom } from './secrets.ts';

export type RoleName = (typeof roleNames)[number];

export type ProxyType = 'socks5' | 'http' | 'mtproto';

/** What the operator of this installation decided, without anything secret in it. */
export type Config = {
  roles: readonly RoleName[];
  http: { host: string; port: number };
  /** Address under which people and n8n reach the server, for links in answers. */
  publicUrl: string | undefined;
  /** Addresses and networks of proxies that are believed about who came; the own machine's always are. */
  trustedProxies: readonly string[];
  language: Language;
  timeZone: string;
  log: { level: string; file: string | undefined };
  dirs: {
    data: string;
    incoming: string;
    sessions: string;
    backups: string;
    /** Root of `file_path` in POST /send. */
    media: string;
    temp: string;
  };
  telegram: { apiId: number | undefined; emulator: string | undefined };
  /** Defaults of the workspaces' settings; the settings in the database come first. */
  defaults: {
    maxDailyActive: number;
    maxDailyWarming: number;
    maxDailyMessages: number;
    maxDailyAnswers: number;
    /** Seconds between two messages of one account. */
    minMessageDelay: number;
    cooldownHours: number;
    proxyEnabled: boolean;
    proxyType: ProxyType;
    proxyHost: string | undefined;
    proxyPort: number | undefined;
    proxyUser: string | undefined;
  };
  /** Seconds after which a silent proxy counts as unavailable. */
  proxyTimeout: number;
  webhooks: {
    incoming: string | undefined;
    status: string | undefined;
    account: string | undefined;
  };
  /** Origins that may be internal for webhooks: those above and WEBHOOK_INTERNAL_ORIGINS. */
  internalOrigins: readonly string[];
  media: { ffmpegPath: string | undefined; ffprobePath: string | undefined };
  mailing: { delayMin: number; delayMax: number; maxPerAccount: number; inviteDelay: number };
  bots: {
    adminTelegramId: number | undefined;
    adminGroupId: number | undefined;
    mainTopicId: number | undefined;
    mailingTopicId: number | undefined;
    eventsTopicId: number | undefined;
    webAppUrl: string | undefined;
    webhookUrl: string | undefined;
  };
  ai: {
    /** Where the language model answers; undefined: nobody set one up. */
    baseUrl: string | undefined;
    model: string | undefined;
    /** For a million tokens, in the currency of the bill. */
    priceIn: number | undefined;
    priceOut: number | undefined;
    /** Seconds after which a silent model counts as out of reach. */
    timeout: number;
    assistantId: string | undefined;
  };
  sheets: {
    outreach: string | undefined;
    credentialsFile: string | undefined;
    partners: string | undefined;
    appeals: string | undefined;
    promotions: string | undefined;
  };
  amocrm: { url: string | undefined; pipelineId: number | undefined };
};

export type Settled = { config: Config; secrets: Secrets };

const heading: Text = {
  ru: 'Вестник не может запуститься: в .env или в переменных окружения ошибки.',
  en: 'Vestnik cannot start: .env or the environment is wrong.',
};

/** Everything that is wrong with the environment, a line each, for the person who edits `.env`. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly Text[], language: Language) {
    const lines = problems.map((problem) => problem[language]);
    super([heading[language], ...lines.map((line) => `  - ${line}`)].join('\n'));
    this.name = 'ConfigError';
    this.problems = lines;
  }
}

/**
 * Reads the environment into what the program works with.
 * @throws ConfigError listing every problem at once
 */
export function readConfig(env: NodeJS.ProcessEnv): Settled {
  const language: Language = env['INTERFACE_LANGUAGE']?.trim() === 'en' ? 'en' : 'ru';
  const { values, wrong } = readVariables(env);
  const problems = [...wrong.map(describeProblem), ...crossCheck(values, wrong)];
  if (problems.length > 0) throw new ConfigError(problems, language);
  return { config: configFrom(values), secrets: secretsFrom(values) };
}

/** Reads what is right, and names what isn't. */
function readVariables(env: NodeJS.ProcessEnv): { values: Env; wrong: string[] } {
  const parsed = envSchema.safeParse(env);
  if (parsed.success) return { values: parsed.data, wrong: [] };
  const wrong = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
  const right = Object.entries(env).filter(([name]) => !wrong.includes(name));
  return { values: envSchema.parse(Object.fromEntries(right)), wrong };
}

function describeProblem(name: string): Text {
  const schema = envSchema.shape[name as keyof typeof envSchema.shape];
  const expected = expectations.get(schema) ?? { ru: 'другое значение', en: 'another value' };
  return {
    ru: `${name}: ожидается ${expected.ru}`,
    en: `${name}: expected ${expected.en}`,
  };
}

/** Problems that show only when several variables are looked at together and each is right. */
function crossCheck(env: Env, wrong: readonly string[]): Text[] {
  const apiId = env.API_ID ?? env.TG_API_ID;
  const apiHash = env.API_HASH ?? env.TG_API_HASH;
  const { MAILING_DELAY_MIN: delayMin, MAILING_DELAY_MAX: delayMax } = env;
  const checks = [
    {
      names: ['API_ID', 'TG_API_ID', 'API_HASH', 'TG_API_HASH'],
      fails: (apiId === undefined) !== (apiHash === undefined),
      ru: 'API_ID и API_HASH: задайте оба (их выдаёт my.telegram.org) или ни одного',
      en: 'API_ID and API_HASH: set both (my.telegram.org gives them) or neither',
    },
    {
      names: ['MAILING_DELAY_MIN', 'MAILING_DELAY_MAX'],
      fails: delayMin !== undefined && delayMax !== undefined && delayMin > delayMax,
      ru: 'MAILING_DELAY_MIN не может быть больше MAILING_DELAY_MAX',
      en: 'MAILING_DELAY_MIN cannot be above MAILING_DELAY_MAX',
    },
    {
      names: ['DEFAULT_PROXY_HOST', 'DEFAULT_PROXY_PORT'],
      fails: (env.DEFAULT_PROXY_HOST === undefined) !== (env.DEFAULT_PROXY_PORT === undefined),
      ru: 'DEFAULT_PROXY_HOST и DEFAULT_PROXY_PORT: задайте оба или ни одного',
      en: 'DEFAULT_PROXY_HOST and DEFAULT_PROXY_PORT: set both or neither',
    },
    {
      names: ['LLM_BASE_URL', 'LLM_MODEL', 'OPENAI_MODEL'],
      fails: env.LLM_BASE_URL !== undefined && !(env.LLM_MODEL ?? env.OPENAI_MODEL),
      ru: 'LLM_MODEL: назовите модель, которая отвечает по LLM_BASE_URL',
      en: 'LLM_MODEL: name the model that answers at LLM_BASE_URL',
    },
    {
      names: ['LLM_API_KEY', 'LLM_BASE_URL'],
      fails: env.LLM_API_KEY !== undefined && env.LLM_BASE_URL === undefined,
      ru: 'LLM_API_KEY: задайте и LLM_BASE_URL — адрес, для которого этот ключ',
      en: 'LLM_API_KEY: set LLM_BASE_URL too, the address this key is for',
    },
    {
      names: ['LLM_PRICE_IN', 'LLM_PRICE_OUT'],
      fails: (env.LLM_PRICE_IN === undefined) !== (env.LLM_PRICE_OUT === undefined),
      ru: 'LLM_PRICE_IN и LLM_PRICE_OUT: задайте обе цены или ни одной',
      en: 'LLM_PRICE_IN and LLM_PRICE_OUT: set both prices or neither',
    },
  ];
  return checks.filter((c) => c.fails && !c.names.some((name) => wrong.includes(name)));
}

function configFrom(env: Env): Config {
  const data = resolve(env.DATA_DIR ?? 'data');
  const dir = (given: string | undefined, name: string) =>
    given === undefined ? join(data, name) : isAbsolute(given) ? given : resolve(given);
  const hook = (given: string | undefined, name: string) =>
    given ?? (env.N8N_WEBHOOK_URL && `${env.N8N_WEBHOOK_URL}/${name}`);
  const webhooks = {
    incoming: hook(env.N8N_WEBHOOK_INCOMING, 'incoming'),
    status: hook(env.N8N_WEBHOOK_STATUS, 'status'),
    account: hook(env.N8N_WEBHOOK_ACCOUNT, 'account-processed'),
  };
  return {
    roles: env.ROLES ?? roleNames,
    http: { host: env.HOST ?? '127.0.0.1', port: env.PORT ?? 8000 },
    publicUrl: env.PUBLIC_URL,
    trustedProxies: env.TRUSTED_PROXIES ?? [],
    language: env.INTERFACE_LANGUAGE ?? 'ru',
    timeZone: env.TIME_ZONE ?? 'Europe/Moscow',
    log: { level: env.LOG_LEVEL ?? 'info', file: env.LOG_FILE },
    dirs: {
      data,
      incoming: dir(env.INCOMING_DIR, 'incoming'),
      sessions: dir(env.SESSIONS_DIR, 'sessions'),
      backups: dir(env.BACKUPS_DIR, 'backups'),
      media: dir(env.MEDIA_DIR, 'media'),
      // A folder of its own: what is left in it is removed, and TEMP_DIR may well be /tmp.
      temp: env.TEMP_DIR ? join(resolve(env.TEMP_DIR), 'vestnik') : join(data, 'temp'),
    },
    telegram: { apiId: env.API_ID ?? env.TG_API_ID, emulator: env.TELEGRAM_EMULATOR },
    defaults: {
      maxDailyActive: env.MAX_DAILY_ACTIVE ?? 7,
      maxDailyWarming: env.MAX_DAILY_WARMING ?? 3,
      maxDailyMessages: env.MAX_DAILY_MESSAGES ?? 200,
      maxDailyAnswers: env.MAX_DAILY_ANSWERS ?? 150,
      minMessageDelay: env.MIN_MESSAGE_DELAY ?? 30,
      cooldownHours: env.COOLDOWN_HOURS ?? 24,
      proxyEnabled: env.PROXY_ENABLED ?? false,
      proxyType: env.DEFAULT_PROXY_TYPE ?? 'socks5',
      proxyHost: env.DEFAULT_PROXY_HOST,
      proxyPort: env.DEFAULT_PROXY_PORT,
      proxyUser: env.DEFAULT_PROXY_USER,
    },
    proxyTimeout: env.PROXY_TIMEOUT ?? 10,
    webhooks,
    internalOrigins: [
      ...originsOf(Object.values(webhooks)),
      ...(env.WEBHOOK_INTERNAL_ORIGINS ?? []),
    ],
    media: { ffmpegPath: env.FFMPEG_PATH, ffprobePath: env.FFPROBE_PATH },
    mailing: {
      delayMin: env.MAILING_DELAY_MIN ?? 30,
      delayMax: env.MAILING_DELAY_MAX ?? Math.max(90, env.MAILING_DELAY_MIN ?? 0),
      maxPerAccount: env.MAILING_MAX_PER_ACCOUNT ?? 20,
      inviteDelay: env.INVITE_DELAY_SEC ?? 5,
    },
    bots: {
      adminTelegramId: env.ADMIN_TELEGRAM_ID,
      adminGroupId: env.ADMIN_GROUP_ID,
      mainTopicId: env.MAIN_TOPIC_ID,
      mailingTopicId: env.MAILING_TOPIC_ID,
      eventsTopicId: env.EVENTS_TOPIC_ID,
      webAppUrl: env.WEB_APP_URL,
      webhookUrl: env.WEBHOOK_URL,
    },
    ai: aiFrom(env),
    sheets: {
      outreach: env.GOOGLE_SHEETS_ID,
      credentialsFile: env.GOOGLE_CREDENTIALS_FILE,
      partners: env.SHEET_ID,
      appeals: env.APPEALS_SHEET_ID,
      promotions: env.PROMOTIONS_SHEET_ID,
    },
    amocrm: { url: env.AMOCRM_URL, pipelineId: env.AMOCRM_PIPELINE_ID },
  };
}

const OPENROUTER = { baseUrl: 'https://openrouter.ai/api/v1', model: 'openai/gpt-4o-mini' };
const OPENAI = { baseUrl: 'https://api.openai.com/v1', model: 'gpt-4o-mini' };

/** The address that was given, or that of the service whose key was given. */
function aiFrom(env: Env): Config['ai'] {
  const service = env.OPENROUTER_API_KEY ? OPENROUTER : env.OPENAI_API_KEY ? OPENAI : undefined;
  return {
    baseUrl: env.LLM_BASE_URL ?? service?.baseUrl,
    model: env.LLM_MODEL ?? env.OPENAI_MODEL ?? (env.LLM_BASE_URL ? undefined : service?.model),
    priceIn: env.LLM_PRICE_IN,
    priceOut: env.LLM_PRICE_OUT,
    timeout: env.LLM_TIMEOUT ?? 30,
    assistantId: env.OPENAI_ASSISTANT_ID,
  };
}

/** The operator's own addresses may be internal; nobody else's may. */
function originsOf(urls: readonly (string | undefined)[]): string[] {
  return urls.flatMap((url) => (url ? [new URL(url).origin] : []));
}
