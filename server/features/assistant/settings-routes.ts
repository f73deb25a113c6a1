import { assistantSettingsAnswer, assistantSettingsBody } from '../../../contract/assistant.ts';
import type { App } from '../../context.ts';
import { defineRoute, type Route } from '../../feature.ts';
import { budgetDay, readDay } from './budget.ts';
import { changeAssistantSettings, readAssistantSettings } from './settings.ts';

const tag = 'Assistant';

export const settingsRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/assistant/settings',
    permission: 'assistant.read',
    summary: 'Which model answers, in which mode, and what it took today',
    tag,
    answers: { 200: assistantSettingsAnswer },
    handle: ({ app, caller }) => answer(app, caller.workspaceId),
  }),
  defineRoute({
    method: 'PUT',
    path: '/assistant/settings',
    permission: 'assistant.write',
    summary: 'Set the model, its key, the mode and the budget of a day',
    description:
      'What is left out stays as it was, null gives it back to the environment. A new address loses the former key.',
    tag,
    body: assistantSettingsBody,
    answers: { 200: assistantSettingsAnswer },
    handle: async ({ app, caller, body }) => {
      await changeAssistantSettings(app, caller, body);
      return answer(app, caller.workspaceId);
    },
  }),
];

async function answer(app: App, workspaceId: number) {
  const { mode, endpoint, prices, budget } = await readAssistantSettings(app, workspaceId);
  const today = await readDay(app, workspaceId, await budgetDay(app, workspaceId));
  return {
    success: true,
    settings: {
      is_configured: endpoint !== undefined,
      mode,
      base_url: endpoint?.baseUrl ?? null,
      api_key_set: endpoint?.apiKey !== undefined,
      model: endpoint?.model ?? null,
      price_in: prices?.in ?? null,
      price_out: prices?.out ?? null,
      budget_cost: budget.costMicros === undefined ? null : budget.costMicros / 1_000_000,
      budget_tokens: budget.tokens ?? null,
      today: {
        calls: today.calls,
        tokens_in: today.tokensIn,
        tokens_out: today.tokensOut,
        cost: today.costMicros / 1_000_000,
      },
    },
  };
}
