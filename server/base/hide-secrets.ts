const HIDDEN = '[hidden]';

/** Anything under these names is a secret wherever it stands; compared without case, _ and -. */
const SECRET_NAMES = new Set([
  'apihash',
  'apikey',
  'args',
  'authkey',
  'authorization',
  'cookie',
  'databaseurl',
  'defaultproxypass',
  'pass',
  'passcode',
  'password',
  'phonecode',
  'phonecodehash',
  'proxypass',
  'proxypassword',
  'secret',
  'secretkey',
  'session',
  'sessionstring',
  'token',
  'webhooksecret',
]);

/**
 * Secrets that can be told by their shape, in the middle of any text. Each begins at a word's edge
 * and is bounded: lines may be long.
 */
const SECRET_SHAPES: [RegExp, string][] = [
  // scheme://user:password@host
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"]{0,255}):[^\s@/"]{1,512}@/gi, `$1:${HIDDEN}@`],
  [/\b(Bearer\s+)[^\s"\\]+/gi, `$1${HIDDEN}`],
  // API keys, sessions, links and webhook secrets of ours
  [/\b(vst|vss|vsl|vsi|whs|whsec)_[\w+/=-]{16,}/g, `$1_${HIDDEN}`],
  // keys of language models
  [/\bsk-[\w-]{16,255}/g, `sk-${HIDDEN}`],
  // tokens of bots
  [/\b(bot)?\d{6,20}:[\w-]{30,255}/g, `$1${HIDDEN}`],
];

const DEEPEST = 12;

/**
 * A copy of a log record without anything secret in it, however deep it stands. Bytes are named by
 * their number, errors become plain objects with their causes, and a failed query is shown without
 * the values it was given: those are sessions, hashes and what people write.
 */
export function hideSecrets(record: object): Record<string, unknown> {
  return hideInside(record, 0) as Record<string, unknown>;
}

/** A finished line of the log without secrets that can be told by their shape. */
export function hideInText(line: string): string {
  return SECRET_SHAPES.reduce((text, [shape, instead]) => text.replace(shape, instead), line);
}

function hideInside(value: unknown, depth: number): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (depth > DEEPEST) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => hideInside(item, depth + 1));
  if (value instanceof Map) return hideInside(Object.fromEntries(value), depth);
  const isError = value instanceof Error;
  const shown = isError ? errorFields(value) : value;
  return Object.fromEntries(
    Object.entries(shown).map(([name, inner]) => [
      name,
      isSecret(name, inner, isError) ? HIDDEN : hideInside(inner, depth + 1),
    ]),
  );
}

function isSecret(name: string, value: unknown, isOfError: boolean): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return false;
  const plain = name.replace(/[_-]/g, '').toLowerCase();
  // The code that Telegram sends to a phone; an error's code is a word or an SQLSTATE.
  if (plain === 'code' && !isOfError) return /^\d{4,8}$/.test(String(value));
  return SECRET_NAMES.has(plain);
}

function errorFields(error: Error): Record<string, unknown> {
  const isQuery = 'query' in error && 'params' in error;
  const text = (written: string | undefined) => (isQuery ? withoutParams(written ?? '') : written);
  return {
    ...error,
    ...(isQuery && { params: HIDDEN }),
    type: error.name,
    message: text(error.message),
    stack: text(error.stack),
    ...(error.cause !== undefined && { cause: error.cause }),
  };
}

/** Drizzle's message lists the values of the query after it. */
function withoutParams(text: string): string {
  return text.replace(/\nparams: [\s\S]*?(?=\n\s+at |$)/, `\nparams: ${HIDDEN}`);
}
