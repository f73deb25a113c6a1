import { createServer } from 'node:net';

/** @returns the wanted port of 127.0.0.1, or 0 (any free one) when somebody listens there already */
export function freePort(wanted: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => resolve(wanted)));
  });
}
