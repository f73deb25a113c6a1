import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { AssistantMode, assistantSettingsBody } from '../../../contract/assistant.ts';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { LlmEndpoint } from '../../edges/llm/port.ts';
import type { Caller } from '../../feature.ts';
import type { Prices } from './cost.ts';
import { aiSettings } from './tables.ts';
import { texts } from './texts.ts';

/** Nobody wakes up to a bill: about a thousand answers. */
const BUDGET_TOKENS = 3_000_000;

/** What holds for the AI of one workspace, the environment taken into account. */
export type AssistantSettings = {
  mode: AssistantMode;
  /** undefined: no model is set up. */
  endpoint: LlmEndpoint | undefined;
  prices: Prices | undefined;
  /** A day's bounds; undefined: none. */
  budget: { costMicros: number | undefined; tokens: number | undefined };
};

type Stored = typeof aiSettings.$inferSelect;
const keyContext = (workspaceId: number) => `workspace ${workspaceId} language model key`;

/** Reads what one workspace decided, and for the rest the environment. */
export async function readAssistantSettings(
  app: App,
  workspaceId: number,
): Promise<AssistantSettings> {
  const stored = await readStored(app.db, workspaceId);
  return {
    mode: stored?.mode ?? 'draft',
    endpoint: endpointOf(app, workspaceId, stored),
    prices: pricesOf(app, stored),
    budget: {
      costMicros: stored?.budgetCostMicros ?? undefined,
      tokens: stored ? (stored.budgetTokens ?? undefined) : BUDGET_TOKENS,
    },
  };
}

/**
 * Changes some settings; what is left out stays, null gives it back to the environment.
 * @throws AppError invalid_request for one price of two, or a budget of money without prices
 */
export async function changeAssistantSettings(
  app: App,
  caller: Caller,
  patch: z.output<typeof assistantSettingsBody>,
): Promise<void> {
  const { workspaceId } = caller;
  const names = Object.keys(patch);
  if (names.length === 0) return;
  await app.database.transaction(async (tx) => {
    const before = await readStored(tx, workspaceId, true);
    const after = merge(app, workspaceId, before, patch);
    if ((after.priceIn === null) !== (after.priceOut === null))
      throw new AppError('invalid_request', texts.onePrice);
    if (after.budgetCostMicros !== null && !pricesOf(app, after))
      throw new AppError('invalid_request', texts.budgetWithoutPrices);
    await tx
      .insert(aiSettings)
      .values(after)
      .onConflictDoUpdate({ target: aiSettings.workspaceId, set: after });
    await recordEvents(tx, [
      {
        workspaceId,
        type: 'assistant.settings_changed',
        at: app.clock.now(),
        actor: caller.actor,
        data: { names },
      },
    ]);
  });
}

async function readStored(
  db: Db,
  workspaceId: number,
  isToBeChanged = false,
): Promise<Stored | undefined> {
  const query = db.select().from(aiSettings).where(eq(aiSettings.workspaceId, workspaceId));
  const [stored] = await (isToBeChanged ? query.for('update') : query);
  return stored;
}

function merge(
  app: App,
  workspaceId: number,
  before: Stored | undefined,
  patch: z.output<typeof assistantSettingsBody>,
): Stored {
  const given = <T>(value: T | undefined, former: T | undefined, otherwise: T): T =>
    value === undefined ? (former ?? otherwise) : value;
  const baseUrl = given(trimSlashes(patch.base_url), before?.baseUrl, null);
  // A key is told to the address it was given for and to no other.
  const keptKey = baseUrl === (before?.baseUrl ?? null) ? before?.apiKey : null;
  const key = patch.api_key;
  const sealedKey =
    typeof key === 'string' ? app.crypto.encrypt(key, keyContext(workspaceId)) : key;
  const { budget_cost: money, budget_tokens: tokens } = patch;
  return {
    workspaceId,
    mode: given(patch.mode, before?.mode, 'draft'),
    baseUrl,
    apiKey: given<Uint8Array | null>(sealedKey, keptKey, null),
    model: given(patch.model, before?.model, null),
    priceIn: given(patch.price_in, before?.priceIn, null),
    priceOut: given(patch.price_out, before?.priceOut, null),
    budgetCostMicros:
      money === undefined
        ? (before?.budgetCostMicros ?? null)
        : money === null
          ? null
          : Math.floor(money * 1_000_000),
    budgetTokens: tokens === undefined ? (before ? before.budgetTokens : BUDGET_TOKENS) : tokens,
    updatedAt: app.clock.now(),
  };
}

function trimSlashes(url: string | null | undefined): string | null | undefined {
  return url === null ? null : url?.replace(/\/+$/, '');
}

function endpointOf(
  app: App,
  workspaceId: number,
  stored: Stored | undefined,
): LlmEndpoint | undefined {
  const { config, secrets } = app;
  const baseUrl = stored?.baseUrl ?? config.ai.baseUrl;
  const model = stored?.model ?? (stored?.baseUrl ? undefined : config.ai.model);
  if (!baseUrl || !model) return undefined;
  if (stored?.apiKey) {
    const apiKey = app.crypto.decrypt(stored.apiKey, keyContext(workspaceId)).toString();
    return { baseUrl, model, apiKey };
  }
  return { baseUrl, model, apiKey: stored?.baseUrl ? undefined : environmentKey(baseUrl, secrets) };
}

/** The environment's key for its own address. */
function environmentKey(baseUrl: string, secrets: App['secrets']): string | undefined {
  if (secrets.llmKey) return secrets.llmKey;
  const { hostname } = new URL(baseUrl);
  if (hostname === 'openrouter.ai') return secrets.openRouterKey;
  return hostname === 'api.openai.com' ? secrets.openAiKey : undefined;
}

/** The environment's prices are those of its own model. */
function pricesOf(app: App, stored: Stored | undefined): Prices | undefined {
  if (stored && stored.priceIn !== null && stored.priceOut !== null)
    return { in: stored.priceIn, out: stored.priceOut };
  const { priceIn, priceOut } = app.config.ai;
  const isAnotherModel = Boolean(stored?.baseUrl ?? stored?.model);
  if (isAnotherModel || priceIn === undefined || priceOut === undefined) return undefined;
  return { in: priceIn, out: priceOut };
}
