import { waitUntil } from '../../base/wait-until.ts';
import type { App } from '../../context.ts';
import { SETTLED_CHANNEL } from './message.ts';
import { readMessage } from './post-message.ts';
import type { Message } from './tables.ts';

/**
 * Waits until a message is sent or has failed.
 * @param timeoutMs real milliseconds
 * @returns the message as it stands then, decided or not
 */
export async function waitForMessage(
  app: App,
  workspaceId: number,
  id: number,
  timeoutMs: number,
): Promise<Message> {
  const decided = await waitUntil(app.database, {
    channel: SETTLED_CHANNEL,
    concerns: (payload) => payload === '' || payload.split(',').includes(String(id)),
    timeoutMs,
    check: async () => {
      const message = await readMessage(app.db, workspaceId, id);
      return message.status === 'queued' || message.status === 'sending' ? undefined : message;
    },
  });
  return decided ?? readMessage(app.db, workspaceId, id);
}
