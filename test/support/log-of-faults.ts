import pino from 'pino';
import type { Log } from '../../server/base/log.ts';

/** Shows what a test's answer of 500 hides, and is silent about everything that tests break on purpose. */
export function createLogOfFaults(): Log {
  return pino(
    { level: 'error' },
    {
      write(line) {
        if (line.includes('"msg":"request failed"')) process.stderr.write(line);
      },
    },
  );
}
