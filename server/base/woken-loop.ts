import type { Database } from './db/database.ts';
import type { Loop } from './loop.ts';

/** A loop that also runs whenever something is said on a channel of the database, until it is stopped. */
export async function wokenBy(database: Database, channel: string, loop: Loop): Promise<Loop> {
  const unlisten = await database.listen(channel, loop.wake);
  return {
    ...loop,
    async stop() {
      await unlisten();
      await loop.stop();
    },
  };
}
