import { spawn } from 'node:child_process';
import type { Proof } from './support/proof.ts';

const LIMIT_MS = 20 * 60_000;

/** Every page of the console in a real browser, in both languages: test/browser. */
export const consoleInBrowser: Proof = {
  name: 'console',
  async run(stage) {
    const args = ['vitest', 'run', '--config', 'test/browser/vitest.config.ts'];
    const child = spawn('npx', args, { stdio: ['ignore', 'pipe', 'inherit'], timeout: LIMIT_MS });
    stage.defer(() => void child.kill());
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    const told = output.match(/Tests.*$/m)?.[0].trim() ?? 'nothing was told';
    if (code !== 0) stage.say(output);
    return { shown: told, wrongs: code === 0 ? [] : [`vitest ended with ${code}: ${told}`] };
  },
};
