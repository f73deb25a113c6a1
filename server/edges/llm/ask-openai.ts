import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, jsonSchema, NoObjectGeneratedError, Output } from 'ai';
import { explainFailure } from './llm-failure.ts';
import type { LlmCall, LlmResult } from './port.ts';

/**
 * Asks a model once.
 * @returns the answer, or what went wrong; `error` as it was thrown
 */
export async function askOpenAi(
  fetch: typeof globalThis.fetch,
  call: LlmCall,
  signal: AbortSignal,
): Promise<{ result: LlmResult; error?: unknown }> {
  const { baseUrl, apiKey, model } = call.endpoint;
  const provider = createOpenAICompatible({
    name: 'llm',
    baseURL: baseUrl,
    ...(apiKey && { apiKey }),
    fetch,
    supportsStructuredOutputs: true,
    transformRequestBody: isOpenAi(baseUrl) ? withCompletionLimit : (body) => body,
  });
  try {
    const answer = await generateText({
      model: provider.chatModel(model),
      system: call.system,
      prompt: call.user,
      maxOutputTokens: call.maxTokensOut,
      maxRetries: 0,
      abortSignal: signal,
      ...(call.schema && {
        output: Output.object({
          name: call.schema.name,
          schema: jsonSchema(call.schema.schema),
        }),
      }),
    });
    return { result: read(answer.text, answer.finishReason, answer.usage) };
  } catch (error) {
    // What isn't the JSON that was asked for is still an answer, and costs what it costs.
    if (NoObjectGeneratedError.isInstance(error))
      return { result: read(error.text ?? '', error.finishReason ?? 'other', error.usage) };
    return { result: explainFailure(error, signal), error };
  }
}

type Usage = { inputTokens?: number | undefined; outputTokens?: number | undefined };

function read(text: string, finishReason: string, usage: Usage | undefined): LlmResult {
  const { inputTokens: tokensIn, outputTokens: tokensOut } = usage ?? {};
  return {
    ok: true,
    text,
    finish: finishOf(finishReason),
    usage: tokensIn === undefined || tokensOut === undefined ? undefined : { tokensIn, tokensOut },
  };
}

function finishOf(reason: string): 'stop' | 'length' | 'filtered' | 'other' {
  if (reason === 'stop' || reason === 'length') return reason;
  return reason === 'content-filter' ? 'filtered' : 'other';
}

function isOpenAi(baseUrl: string): boolean {
  return new URL(baseUrl).hostname === 'api.openai.com';
}

/** OpenAI's newer models refuse `max_tokens`, and other servers know nothing else. */
function withCompletionLimit({ max_tokens, ...body }: Record<string, unknown>) {
  return { ...body, max_completion_tokens: max_tokens };
}
