import { setTimeout as pause } from 'node:timers/promises';
import type { Agent } from 'undici';
import { boundedFetch } from './bounded-fetch.ts';
import type { LanguageModels } from './port.ts';

/** A server that is asked a third time is asked in vain. */
const ATTEMPTS = 2;

/**
 * Models behind any server with OpenAI's chat completions.
 * @param agent lets through internal addresses only where the operator set them
 */
export function createOpenAiModels(agent: Agent): LanguageModels {
  const fetch = boundedFetch(agent);
  return {
    async complete(call) {
      // Loaded by whoever has a model: the client library takes some 20 MB.
      const { askOpenAi } = await import('./ask-openai.ts');
      const { isWorthRepeating, pauseBeforeRepeat } = await import('./llm-failure.ts');
      const deadline = performance.now() + call.timeoutMs;
      const signal = AbortSignal.timeout(call.timeoutMs);
      for (let attempt = 1; ; attempt++) {
        const { result, error } = await askOpenAi(fetch, call, signal);
        if (attempt === ATTEMPTS || !isWorthRepeating(result)) return result;
        const wait = pauseBeforeRepeat(error);
        if (wait === undefined || performance.now() + wait >= deadline) return result;
        await pause(wait);
      }
    },
  };
}
