import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { judgeReply } from '../features/assistant/judge/judge-reply.ts';

// Judges replies, one a line, and prints for each a line of JSON:
//   npm run -s judge < replies.txt

// Whoever reads may have seen enough (head): that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { verdict, cause } = judgeReply(text);
  const isRoom = process.stdout.write(`${JSON.stringify({ text, verdict, cause })}\n`);
  if (!isRoom) await once(process.stdout, 'drain');
}
