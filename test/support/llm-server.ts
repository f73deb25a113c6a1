import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A chat completion as a client asks for it. */
export type ChatRequest = {
  headers: IncomingHttpHeaders;
  model: string;
  system: string;
  user: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of a body
  body: any;
};

/** What the server does next. A string is an ordinary answer. */
export type ChatReply =
  | string
  | {
      text?: string | null;
      finish?: string;
      /** null: the server keeps its figures to itself. */
      usage?: { prompt_tokens: number; completion_tokens: number } | null;
    }
  /** An error in OpenAI's form. */
  | { status: number; headers?: Record<string, string> }
  /** Bytes as they are, with status 200. */
  | { raw: string }
  /** The connection is cut. */
  | 'cut'
  /** No answer at all. */
  | 'silence';

export type LlmServer = {
  /** The address before `/chat/completions`. */
  url: string;
  requests: ChatRequest[];
  /** What the next requests get, in order; then `otherwise` answers. */
  replies: ChatReply[];
  otherwise: (request: ChatRequest) => ChatReply | Promise<ChatReply>;
  close(): Promise<void>;
};

/**
 * A server that speaks OpenAI's chat completions (platform.openai.com/docs/api-reference/chat):
 * answers with usage, errors in its form, `response_format` checked for what it must be.
 * @param options.key the one it knows; any will do without it
 */
export async function startLlmServer(
  options: { key?: string; models?: string[] } = {},
): Promise<LlmServer> {
  const requests: ChatRequest[] = [];
  const llm: LlmServer = {
    url: '',
    requests,
    replies: [],
    otherwise: () => 'Hello!',
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      if (request.method !== 'POST' || request.url !== '/v1/chat/completions')
        return refuse(response, 404, `Unknown request URL: ${request.method} ${request.url}`);
      if (options.key && request.headers.authorization !== `Bearer ${options.key}`)
        return refuse(response, 401, 'Incorrect API key provided', 'invalid_api_key');
      const asked = readRequest(request.headers, Buffer.concat(chunks).toString());
      if (typeof asked === 'string') return refuse(response, 400, asked);
      if (options.models && !options.models.includes(asked.model))
        return refuse(response, 404, 'The model does not exist', 'model_not_found');
      requests.push(asked);
      const reply = llm.replies.shift() ?? (await llm.otherwise(asked));
      answer(response, asked, reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  llm.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return llm;
}

function answer(response: ServerResponse, asked: ChatRequest, reply: ChatReply): void {
  if (reply === 'silence') return;
  if (reply === 'cut') return void response.socket?.destroy();
  if (typeof reply === 'object' && 'raw' in reply)
    return void response.writeHead(200, { 'content-type': 'application/json' }).end(reply.raw);
  if (typeof reply === 'object' && 'status' in reply)
    return void refuse(response, reply.status, 'Something went wrong', undefined, reply.headers);
  const { text = '', finish = 'stop', usage } = typeof reply === 'string' ? { text: reply } : reply;
  const prompt_tokens = tokens(JSON.stringify(asked.body.messages));
  const completion_tokens = tokens(text ?? '');
  const counted = usage === undefined ? { prompt_tokens, completion_tokens } : usage;
  const body = {
    id: `chatcmpl-${Math.random().toString(36).slice(2)}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1_000),
    model: asked.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: text, refusal: null },
        logprobs: null,
        finish_reason: finish,
      },
    ],
    ...(counted && {
      usage: { ...counted, total_tokens: counted.prompt_tokens + counted.completion_tokens },
    }),
  };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** @returns what is wrong with it, if something is */
function readRequest(headers: IncomingHttpHeaders, text: string): ChatRequest | string {
  let body: ChatRequest['body'];
  try {
    body = JSON.parse(text);
  } catch {
    return 'We could not parse the JSON body of your request.';
  }
  if (typeof body.model !== 'string') return 'you must provide a model parameter';
  if (!Array.isArray(body.messages) || body.messages.length === 0)
    return "Invalid 'messages': empty array";
  const format = body.response_format;
  if (format && !['text', 'json_object', 'json_schema'].includes(format.type))
    return `Invalid value: '${format.type}'`;
  if (format?.type === 'json_schema' && !(format.json_schema?.name && format.json_schema.schema))
    return "Missing required parameter: 'response_format.json_schema'";
  const said = (role: string) =>
    body.messages
      .filter((message: { role: string }) => message.role === role)
      .map((message: { content: unknown }) =>
        typeof message.content === 'string' ? message.content : JSON.stringify(message.content),
      )
      .join('\n');
  return { headers, model: body.model, system: said('system'), user: said('user'), body };
}

function refuse(
  response: ServerResponse,
  status: number,
  message: string,
  code?: string,
  headers: Record<string, string> = {},
): void {
  const error = { message, type: 'invalid_request_error', param: null, code: code ?? null };
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify({ error }));
}

/** About what a tokenizer would count. */
function tokens(text: string): number {
  return Math.ceil(text.length / 3);
}
