/** Where a model answers and as whom we ask. */
export type LlmEndpoint = {
  /** The address before `/chat/completions`. */
  baseUrl: string;
  apiKey: string | undefined;
  model: string;
};

export type LlmCall = {
  endpoint: LlmEndpoint;
  /** The rules: ours alone. */
  system: string;
  /** What the model works on. */
  user: string;
  /** The most it may write, in its tokens. */
  maxTokensOut: number;
  /** The answer must be JSON of this JSON schema. */
  schema?: { name: string; schema: Record<string, unknown> };
  /** Milliseconds for everything, a repeat included. */
  timeoutMs: number;
};

export type LlmUsage = { tokensIn: number; tokensOut: number };

/** What went wrong: no answer in time, nobody there, our key refused, too much at once … */
export type LlmFailure =
  | 'timeout'
  | 'unreachable'
  | 'unauthorized'
  | 'overloaded'
  | 'refused_request'
  | 'broken_answer';

export type LlmResult =
  | {
      ok: true;
      text: string;
      /** length: cut off at `maxTokensOut`; filtered: the provider's filter stopped it. */
      finish: 'stop' | 'length' | 'filtered' | 'other';
      /** undefined: the server didn't say. */
      usage: LlmUsage | undefined;
    }
  | {
      ok: false;
      failure: LlmFailure;
      /** HTTP status, when there was an answer. */
      status: number | undefined;
      /** The model may have worked, and the provider may charge for it. */
      mayCost: boolean;
    };

/** A language model. Never throws for what the network or the model does wrong. */
export type LanguageModels = { complete(call: LlmCall): Promise<LlmResult> };
