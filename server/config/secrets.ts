import type { Env } from './env.ts';

/** What must never be logged, listed or answered. Kept apart from the config for that reason. */
export type Secrets = {
  /** Seals everything secret in the database; made once and kept in a file when not given. */
  secretKey: string | undefined;
  databaseUrl: string | undefined;
  /** The first API key. */
  apiKey: string | undefined;
  apiHash: string | undefined;
  webhookSecret: string | undefined;
  proxyPassword: string | undefined;
  botToken: string | undefined;
  partnerBotToken: string | undefined;
  /** For LLM_BASE_URL; the two below are for the services they are named after. */
  llmKey: string | undefined;
  openRouterKey: string | undefined;
  openAiKey: string | undefined;
  googleServiceAccount: Record<string, unknown> | undefined;
  amocrmToken: string | undefined;
};

export function secretsFrom(env: Env): Secrets {
  return {
    secretKey: env.SECRET_KEY,
    databaseUrl: env.DATABASE_URL,
    apiKey: env.API_KEY,
    apiHash: env.API_HASH ?? env.TG_API_HASH,
    webhookSecret: env.WEBHOOK_SECRET,
    proxyPassword: env.DEFAULT_PROXY_PASS,
    botToken: env.BOT_TOKEN,
    partnerBotToken: env.TELEGRAM_TOKEN,
    llmKey: env.LLM_API_KEY,
    openRouterKey: env.OPENROUTER_API_KEY,
    openAiKey: env.OPENAI_API_KEY,
    googleServiceAccount: env.GCP_SA_JSON,
    amocrmToken: env.AMOCRM_ACCESS_TOKEN,
  };
}
