import { createInterface } from 'node:readline';
import type {
  RehearsalLine,
  RehearsalOrder,
} from '../server/features/outreach/rehearsal/protocol.ts';
import { rehearse } from './rehearse.ts';

/*
 * Takes one line of JSON (RehearsalOrder) on standard input, writes lines of JSON (RehearsalLine)
 * to standard output, and ends. It also ends when standard input does: whoever asked is gone then.
 */

const tell = (line: RehearsalLine) => void process.stdout.write(`${JSON.stringify(line)}\n`);

const input = createInterface({ input: process.stdin });
input.once('close', () => process.exit(2));
input.once('line', async (line) => {
  try {
    const record = await rehearse(JSON.parse(line) as RehearsalOrder, tell);
    tell({ kind: 'record', record });
  } catch (error) {
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
  process.stdout.end(() => process.exit(0));
});
