import { isAbsolute, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';
import { envSchema } from './env.ts';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('an empty environment', () => {
  const { config, secrets } = readConfig({});

  test('gives a server for this machine alone, with every role', () => {
    expect(config.http).toEqual({ host: '127.0.0.1', port: 8000 });
    expect(config.roles).toEqual(['api', 'worker', 'telegram']);
    expect(config.log).toEqual({ level: 'info', file: undefined });
  });

  test('gives the limits of the contract', () => {
    expect(config.defaults).toMatchObject({
      maxDailyActive: 7,
      maxDailyWarming: 3,
      maxDailyMessages: 200,
      minMessageDelay: 30,
      cooldownHours: 24,
      proxyEnabled: false,
      proxyType: 'socks5',
    });
    expect(config.proxyTimeout).toBe(10);
    expect(config.timeZone).toBe('Europe/Moscow');
    expect(config.language).toBe('ru');
  });

  test('holds no secret and no Telegram application', () => {
    expect(Object.values(secrets).filter((value) => value !== undefined)).toEqual([]);
    expect(config.telegram).toEqual({ apiId: undefined, emulator: undefined });
  });

  test('keeps everything that is written under ./data', () => {
    const { data, ...others } = config.dirs;
    expect(data).toBe(resolve('data'));
    for (const dir of Object.values(others)) expect(dir.startsWith(`${data}/`), dir).toBe(true);
  });
});

test('a variable that is set but empty counts as not set', () => {
  const empty = Object.fromEntries(Object.keys(envSchema.shape).map((name) => [name, ' ']));
  expect(readConfig(empty)).toEqual(readConfig({}));
});

describe('folders', () => {
  test('stand in DATA_DIR unless they are given', () => {
    const { dirs } = readConfig({ DATA_DIR: '/srv/vestnik', MEDIA_DIR: '/srv/media' }).config;
    expect(dirs).toEqual({
      data: '/srv/vestnik',
      incoming: '/srv/vestnik/incoming',
      sessions: '/srv/vestnik/sessions',
      backups: '/srv/vestnik/backups',
      media: '/srv/media',
      temp: '/srv/vestnik/temp',
    });
  });

  test('are taken from where the program was started when they are relative', () => {
    const { dirs } = readConfig({ DATA_DIR: 'here', INCOMING_DIR: './incoming' }).config;
    expect(dirs.incoming).toBe(resolve('incoming'));
    for (const dir of Object.values(dirs)) expect(isAbsolute(dir)).toBe(true);
  });

  test('never are TEMP_DIR itself: what is left there is removed', () => {
    expect(readConfig({ TEMP_DIR: '/tmp' }).config.dirs.temp).toBe(join('/tmp', 'vestnik'));
  });
});

describe('what is read', () => {
  test('the names of the self-service sales bot mean the same', () => {
    const { config, secrets } = readConfig({ TG_API_ID: '17349', TG_API_HASH: 'hash' });
    expect(config.telegram.apiId).toBe(17349);
    expect(secrets.apiHash).toBe('hash');
  });

  test('LOG_LEVEL as the older systems wrote it', () => {
    const level = (LOG_LEVEL: string) => readConfig({ LOG_LEVEL }).config.log.level;
    expect([level('WARNING'), level('Critical'), level('DEBUG'), level('info')]).toEqual([
      'warn',
      'fatal',
      'debug',
      'info',
    ]);
  });

  test('roles in any writing, each of them alone too', () => {
    const rolesOf = (ROLES: string) => readConfig({ ROLES }).config.roles;
    expect(rolesOf('api')).toEqual(['api']);
    expect(rolesOf('worker, telegram')).toEqual(['worker', 'telegram']);
    expect(rolesOf('worker telegram')).toEqual(['worker', 'telegram']);
  });

  test('switches as people write them', () => {
    const isOn = (PROXY_ENABLED: string) =>
      readConfig({ PROXY_ENABLED }).config.defaults.proxyEnabled;
    expect(['true', 'TRUE', '1', 'yes', 'on', ' true '].map(isOn)).toEqual(Array(6).fill(true));
    expect(['false', '0', 'no', 'off'].map(isOn)).toEqual(Array(4).fill(false));
  });

  test('proxies by their addresses and networks', () => {
    const { config } = readConfig({ TRUSTED_PROXIES: '10.0.0.5, 172.18.0.0/16,fd00::/8' });
    expect(config.trustedProxies).toEqual(['10.0.0.5', '172.18.0.0/16', 'fd00::/8']);
  });

  test.each(['proxy.local', '10.0.0.5/33', '*', '10.0.0'])(
    'never a proxy called %s',
    (TRUSTED_PROXIES) => {
      expect(() => readConfig({ TRUSTED_PROXIES })).toThrow();
    },
  );

  test('a common webhook address, to which each hook adds its name unless it has one', () => {
    const { webhooks } = readConfig({
      N8N_WEBHOOK_URL: 'https://n8n.example/webhook/',
      N8N_WEBHOOK_STATUS: 'https://other.example/s',
    }).config;
    expect(webhooks).toEqual({
      incoming: 'https://n8n.example/webhook/incoming',
      status: 'https://other.example/s',
      account: 'https://n8n.example/webhook/account-processed',
    });
  });

  test('the model of the service whose key is set, unless an address is', () => {
    const ai = (env: Record<string, string>) => readConfig(env).config.ai;
    expect(ai({})).toMatchObject({ baseUrl: undefined, model: undefined, timeout: 30 });
    expect(ai({ OPENAI_API_KEY: 'k' })).toMatchObject({
      baseUrl: 'https://api.openai.com/v1',
      model: 'gpt-4o-mini',
    });
    expect(ai({ OPENAI_API_KEY: 'k', OPENROUTER_API_KEY: 'k', OPENAI_MODEL: 'm' })).toMatchObject({
      baseUrl: 'https://openrouter.ai/api/v1',
      model: 'm',
    });
    const own = { OPENAI_API_KEY: 'k', LLM_BASE_URL: 'http://127.0.0.1:11434/v1/' };
    expect(ai({ ...own, LLM_MODEL: 'local' })).toMatchObject({
      baseUrl: 'http://127.0.0.1:11434/v1',
      model: 'local',
    });
    expect(problemsOf({ ...own, INTERFACE_LANGUAGE: 'en' })).toEqual([
      'LLM_MODEL: name the model that answers at LLM_BASE_URL',
    ]);
  });

  test('secrets stand apart from the config', () => {
    const given = {
      SECRET_KEY: 'secret-key-of-a-test',
      DATABASE_URL: 'postgresql://user:secret-password@localhost/vestnik',
      API_KEY: 'secret-api-key',
      API_ID: '1',
      API_HASH: 'secret-hash',
      WEBHOOK_SECRET: 'secret-of-the-webhooks',
      DEFAULT_PROXY_PASS: 'secret-pass',
      BOT_TOKEN: 'secret-bot',
      TELEGRAM_TOKEN: 'secret-partner-bot',
      LLM_BASE_URL: 'https://llm.example/v1',
      LLM_MODEL: 'model',
      LLM_API_KEY: 'secret-llm',
      OPENROUTER_API_KEY: 'secret-router',
      OPENAI_API_KEY: 'secret-openai',
      GCP_SA_JSON: '{"private_key": "secret-pem"}',
      AMOCRM_ACCESS_TOKEN: 'secret-crm',
    };
    const { config, secrets } = readConfig(given);
    expect(JSON.stringify(config)).not.toContain('secret');
    expect(Object.values(secrets).every((value) => value !== undefined)).toBe(true);
  });
});

describe('every variable', () => {
  /** A right value that is nobody's default, by what the variable expects. */
  const samples = [
    'ru',
    'en',
    'socks5',
    'http',
    '12345',
    'true',
    'https://a.example/x',
    'Asia/Tokyo',
  ];
  const moreSamples = [
    'postgresql://u@h/d',
    '{"a":"b"}',
    'worker',
    'DEBUG',
    'long-enough-secret-text',
    '10.0.0.5',
  ];

  test.each(Object.keys(envSchema.shape))('%s changes something when it is set', (name) => {
    const companions: Record<string, Record<string, string>> = {
      API_ID: { API_HASH: 'h' },
      API_HASH: { API_ID: '1' },
      TG_API_ID: { TG_API_HASH: 'h' },
      TG_API_HASH: { TG_API_ID: '1' },
      DEFAULT_PROXY_HOST: { DEFAULT_PROXY_PORT: '1' },
      DEFAULT_PROXY_PORT: { DEFAULT_PROXY_HOST: 'h' },
      MAILING_DELAY_MIN: { MAILING_DELAY_MAX: '99999' },
      LLM_BASE_URL: { LLM_MODEL: 'm' },
      LLM_API_KEY: { LLM_BASE_URL: 'https://b.example', LLM_MODEL: 'm' },
      LLM_PRICE_IN: { LLM_PRICE_OUT: '1' },
      LLM_PRICE_OUT: { LLM_PRICE_IN: '1' },
    };
    const beside = companions[name] ?? {};
    const seen = new Set<string>();
    for (const value of [...samples, ...moreSamples]) {
      if (problemsOf({ ...beside, [name]: value }).length > 0) continue;
      seen.add(JSON.stringify(readConfig({ ...beside, [name]: value })));
    }
    const { [name]: _, ...without } = beside;
    const base = problemsOf(without).length === 0 ? JSON.stringify(readConfig(without)) : '';
    seen.delete(base);
    expect(seen.size).toBeGreaterThan(0);
  });
});

describe('a wrong environment', () => {
  const wrong = {
    PORT: 'eighty',
    TIME_ZONE: 'Europe/Moskau',
    PROXY_ENABLED: 'maybe',
    DEFAULT_PROXY_TYPE: 'socks4',
    DATABASE_URL: 'mysql://x',
    N8N_WEBHOOK_URL: 'not an address',
    SECRET_KEY: 'short',
    API_KEY: 'two words',
    ROLES: 'api, chef',
    GCP_SA_JSON: '{oops',
    LOG_LEVEL: 'LOUD',
    MAX_DAILY_ACTIVE: '-1',
    COOLDOWN_HOURS: 'day',
    API_ID: '12345',
    MAILING_DELAY_MIN: '90',
    MAILING_DELAY_MAX: '30',
    DEFAULT_PROXY_HOST: 'proxy.example',
    LLM_API_KEY: 'key',
    LLM_PRICE_IN: '1',
  };

  test('has all its problems listed at once, those of several variables too', () => {
    const problems = problemsOf({ ...wrong, INTERFACE_LANGUAGE: 'en' });
    const named = problems.map((line) => /^[A-Z0-9_]+/.exec(line)?.[0]);
    expect(named.sort()).toEqual(
      Object.keys(wrong)
        .filter((name) => name !== 'MAILING_DELAY_MAX')
        .sort(),
    );
  });

  test.each([
    ['ru', /ожидается номер порта от 0 до 65535/, /не короче 16 символов/, /не может запуститься/],
    ['en', /expected a port number from 0 to 65535/, /at least 16 characters/, /cannot start/],
  ])(
    'is explained in %s, in words of the one who edits .env',
    (language, port, secret, heading) => {
      const env = { ...wrong, INTERFACE_LANGUAGE: language };
      const problems = problemsOf(env).join('\n');
      expect(problems).toMatch(port);
      expect(problems).toMatch(secret);
      expect(problems).not.toMatch(/undefined|zod|invalid_type|NaN/i);
      expect(() => readConfig(env)).toThrow(heading);
    },
  );

  test('is explained without repeating what it holds', () => {
    const env = { SECRET_KEY: 'hunter2', WEBHOOK_SECRET: 'hunter3', GCP_SA_JSON: '{hunter4' };
    expect(() => readConfig(env)).toThrow(ConfigError);
    expect(() => readConfig(env)).not.toThrow(/hunter/);
  });

  test('names a wrong variable once, not again for what it leaves out', () => {
    expect(problemsOf({ API_ID: 'mine', API_HASH: 'h', INTERFACE_LANGUAGE: 'en' })).toEqual([
      'API_ID: expected a whole number above zero',
    ]);
  });

  test('with a wrong INTERFACE_LANGUAGE says so in Russian', () => {
    expect(problemsOf({ INTERFACE_LANGUAGE: 'de' })).toEqual([
      'INTERFACE_LANGUAGE: ожидается ru или en',
    ]);
  });
});
