import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { readConfig } from '../../server/config/config.ts';
import { envSchema } from '../../server/config/env.ts';

const example = await readFile(new URL('../../.env.example', import.meta.url), 'utf8');
const values = parseEnv(example) as Record<string, string>;

test('.env.example names exactly the variables that are read', () => {
  expect(Object.keys(values).sort()).toEqual(Object.keys(envSchema.shape).sort());
});

test('.env.example names each variable once', () => {
  const names = [...example.matchAll(/^([A-Z0-9_]+)=/gm)].map(([, name]) => name);
  expect(names.length).toBe(new Set(names).size);
});

test('.env.example as it stands is right, and changes nothing', () => {
  expect(readConfig(values)).toEqual(readConfig({}));
});

test('every variable of .env.example is explained, in Russian and in English', () => {
  for (const part of example.split(/\n\n(?=# ---)/).slice(1)) {
    expect(part).toMatch(/#.*[а-яё]/i);
    expect(part.replace(/^# ---.*$/gm, '')).toMatch(/#.*[a-z]{3}/i);
  }
});

/** Those of the five systems that this one takes the place of. */
const inherited = `
  TG_API_ID TG_API_HASH API_ID API_HASH INCOMING_DIR SESSIONS_DIR BACKUPS_DIR BOT_TOKEN
  ADMIN_TELEGRAM_ID ADMIN_GROUP_ID WEB_APP_URL WEBHOOK_URL TELEGRAM_TOKEN SHEET_ID
  APPEALS_SHEET_ID PROMOTIONS_SHEET_ID PROXY_ENABLED DEFAULT_PROXY_TYPE DEFAULT_PROXY_HOST
  DEFAULT_PROXY_PORT DEFAULT_PROXY_USER DEFAULT_PROXY_PASS OPENROUTER_API_KEY OPENAI_API_KEY
  OPENAI_ASSISTANT_ID N8N_WEBHOOK_URL N8N_WEBHOOK_STATUS N8N_WEBHOOK_INCOMING N8N_WEBHOOK_ACCOUNT
  MIN_MESSAGE_DELAY MAX_DAILY_ACTIVE MAX_DAILY_WARMING MAX_DAILY_MESSAGES COOLDOWN_HOURS
  MAIN_TOPIC_ID MAILING_TOPIC_ID EVENTS_TOPIC_ID MAILING_MAX_PER_ACCOUNT MAILING_DELAY_MIN
  MAILING_DELAY_MAX INVITE_DELAY_SEC LOG_LEVEL LOG_FILE GOOGLE_SHEETS_ID GOOGLE_CREDENTIALS_FILE
  GCP_SA_JSON DATABASE_URL AMOCRM_URL AMOCRM_ACCESS_TOKEN AMOCRM_PIPELINE_ID HOST PORT
`.trim();

test.each(inherited.split(/\s+/))('%s is read', (name) => {
  expect(Object.keys(envSchema.shape)).toContain(name);
});
