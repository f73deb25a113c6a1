import { spawn } from 'node:child_process';
import { text as readAll } from 'node:stream/consumers';
import { expect, test } from 'vitest';

type Line = { text: string; verdict: string; cause: string };

const start = () =>
  spawn(process.execPath, ['--import', 'tsx', new URL('./judge.ts', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });

/** What it prints for an input, and the code it ends with. */
async function judge(input: string): Promise<{ lines: Line[]; code: number | null }> {
  const child = start();
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.end(input);
  const output = await readAll(child.stdout);
  const lines = output.split('\n').filter((line) => line !== '');
  return { lines: lines.map((line) => JSON.parse(line) as Line), code: await ended };
}

test('each line is judged in its order, empty ones and such with CRLF too', async () => {
  const { lines, code } = await judge('да\r\n\r\nне надо\n\nhow much?');
  expect(lines.map(({ text, verdict }) => [text, verdict])).toEqual([
    ['да', 'agreement'],
    ['', 'unclear'],
    ['не надо', 'refusal'],
    ['', 'unclear'],
    ['how much?', 'question'],
  ]);
  expect(lines.every((line) => line.cause !== '')).toBe(true);
  expect(code).toBe(0);
});

test('no input gives no output', async () => {
  expect(await judge('')).toEqual({ lines: [], code: 0 });
});

test('a line is answered before the next one comes', async () => {
  const child = start();
  const answered = new Promise<string>((resolve) =>
    child.stdout.once('data', (d) => resolve(`${d}`)),
  );
  child.stdin.write('stop\n');
  expect(JSON.parse(await answered)).toMatchObject({ text: 'stop', verdict: 'refusal' });
  child.stdin.end();
});

test('many lines come out complete and in order', async () => {
  const texts = Array.from({ length: 20_000 }, (_, i) => `${i} спасибо`);
  const { lines } = await judge(texts.join('\n'));
  expect(lines.map(({ text }) => text)).toEqual(texts);
});
