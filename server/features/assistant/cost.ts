import type { LlmUsage } from '../../edges/llm/port.ts';

/** For a million tokens, in the currency of the bill. */
export type Prices = { in: number; out: number };

/** Millionths of the currency: a price for a million tokens is that of one token in them. */
export function costMicros(usage: LlmUsage, prices: Prices | undefined): number {
  if (!prices) return 0;
  return Math.ceil(usage.tokensIn * prices.in + usage.tokensOut * prices.out);
}

/** Roles, separators and what else a server puts around the texts. */
const FRAME_TOKENS = 100;

/**
 * The most a call can take. Tokenizers make no more tokens of a text than it has bytes; the true
 * number is about a fifth of that, and settled when the call is over.
 */
export function mostTokens(texts: readonly string[], maxTokensOut: number): LlmUsage {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return { tokensIn: bytes + FRAME_TOKENS, tokensOut: maxTokensOut };
}
