import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';

// Signs an account in by phone from the command line, through the running server:
//   npm run sign-in -- +79991234567

type Answer = {
  success: boolean;
  message: string;
  error?: string;
  login_id?: string;
  step?: 'code' | 'password' | 'done';
  hint?: string;
  account?: { id: string; phone: string };
};

if (existsSync('.env')) process.loadEnvFile('.env');
const base = process.env['PUBLIC_URL'] ?? `http://127.0.0.1:${process.env['PORT'] ?? 8000}`;
const terminal = createInterface({ input: process.stdin, output: process.stdout });

/** Mistakes that typing again mends; the sign-in is still open. */
const canBeCorrected = new Set(['code_invalid', 'password_invalid']);

const key = process.env['API_KEY'] ?? (await terminal.question('API key: '));
const phone = process.argv[2] ?? (await terminal.question('Phone: '));
let answer = await ask('/accounts/login', { phone });
while (answer.step !== 'done') {
  console.log(answer.message);
  const given = await terminal.question(
    answer.step === 'code' ? 'Code: ' : passwordPrompt(answer.hint),
  );
  const body = answer.step === 'code' ? { code: given } : { password: given };
  const path = `/accounts/login/${answer.step}`;
  const next = await ask(path, { login_id: answer.login_id, ...body }, canBeCorrected);
  if (next.success) answer = next;
  else console.log(next.message);
}
console.log(`${answer.message}: ${answer.account?.id} ${answer.account?.phone}`);
terminal.close();

function passwordPrompt(hint: string | undefined): string {
  return hint ? `Password (hint: ${hint}): ` : 'Password: ';
}

async function ask(
  path: string,
  body: object,
  mayFail: ReadonlySet<string> = new Set(),
): Promise<Answer> {
  const response = await fetch(`${base}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  }).catch(() => fail(`No server answers at ${base}. Start it with npm start.`));
  const read = (await response.json()) as Answer;
  if (!read.success && !mayFail.has(read.error ?? '')) fail(read.message);
  return read;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
