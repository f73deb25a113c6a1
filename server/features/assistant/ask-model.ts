import type { App } from '../../context.ts';
import type { LlmCall, LlmEndpoint, LlmResult } from '../../edges/llm/port.ts';
import { budgetDay, type Reservation, reserveBudget } from './budget.ts';
import { mostTokens } from './cost.ts';
import { promptContext } from './prompt-context.ts';
import type { AssistantSettings } from './settings.ts';
import { aiAnswers } from './tables.ts';

/** What a call is for, in ids. */
export type About = {
  workspaceId: number;
  purpose: 'answer' | 'judge' | 'opening';
  roleId: number | null;
  dialogId: number | null;
  contactId: number | null;
  messageId: number | null;
};

/** A call that was made and isn't settled yet. */
export type Asked = {
  answerId: number;
  reserved: Reservation;
  result: LlmResult;
  latencyMs: number;
};

/**
 * Asks the model: the budget is reserved and the call recorded before it is made.
 * @returns undefined when the budget of the day is used up
 */
export async function askModel(
  app: App,
  about: About,
  settings: AssistantSettings & { endpoint: LlmEndpoint },
  call: Pick<LlmCall, 'system' | 'user' | 'maxTokensOut' | 'schema'>,
): Promise<Asked | undefined> {
  const day = await budgetDay(app, about.workspaceId);
  const { system, user } = call;
  const schema = call.schema ? JSON.stringify(call.schema) : '';
  const most = mostTokens([system, user, schema], call.maxTokensOut);
  const begun = await app.database.transaction(async (tx) => {
    const reserved = await reserveBudget(tx, about.workspaceId, day, most, settings);
    if (!reserved) return undefined;
    const [row] = await tx
      .insert(aiAnswers)
      .values({
        ...about,
        model: settings.endpoint.model,
        prompt: sealPrompt(app, about, { system, user }),
        outcome: 'pending',
        day,
        tokensIn: most.tokensIn,
        tokensOut: most.tokensOut,
        costMicros: reserved.costMicros,
        createdAt: app.clock.now(),
      })
      .returning({ id: aiAnswers.id });
    if (!row) throw new Error('the call was not recorded');
    return { answerId: row.id, reserved };
  });
  if (!begun) return undefined;
  const startedAt = performance.now();
  const result = await app.ports.llm.complete({
    ...call,
    endpoint: settings.endpoint,
    timeoutMs: app.config.ai.timeout * 1_000,
  });
  if (!result.ok) {
    const { failure, status } = result;
    const { model } = settings.endpoint;
    app.log.warn({ answerId: begun.answerId, model, failure, status }, 'the model gave no answer');
  }
  return { ...begun, result, latencyMs: Math.round(performance.now() - startedAt) };
}

/** Kept only where erasing the person will find it. */
function sealPrompt(app: App, about: About, prompt: { system: string; user: string }) {
  if (about.contactId === null) return null;
  return app.crypto.encrypt(JSON.stringify(prompt), promptContext(about.workspaceId));
}
