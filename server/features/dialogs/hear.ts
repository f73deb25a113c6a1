import { isDataError } from '../../base/db/database.ts';
import { type Runner, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import type { HeardItem, HeldSenders } from '../../held-senders.ts';
import { receiveMessages } from './receive-messages.ts';

const BATCH = 200;
const LOOK_EVERY_MS = 5_000;

/** Keeps storing what the accounts held here hear, in batches and in order. */
export async function startHearing(app: App, held: HeldSenders): Promise<Runner> {
  /** Taken off the inbox and not stored yet: kept while the database is away. */
  let batch: HeardItem[] = [];
  const loop = startLoop({
    name: 'hear',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      if (batch.length === 0) batch = held.takeHeard(BATCH);
      if (batch.length === 0) return false;
      await storeHeard(app, batch);
      batch = [];
      return true;
    },
  });
  held.onHeard(loop.wake);
  return loop;
}

/** One message that can't be stored must not keep back the others: then each is stored alone. */
export async function storeHeard(app: App, batch: readonly HeardItem[]): Promise<void> {
  try {
    await receiveMessages(app, batch);
  } catch (error) {
    if (!isDataError(error)) throw error;
    for (const item of batch) await storeAlone(app, item);
  }
}

async function storeAlone(app: App, item: HeardItem): Promise<void> {
  const readings = [item, ...barest(item)];
  for (const reading of readings) {
    try {
      return await receiveMessages(app, [reading]);
    } catch (error) {
      if (!isDataError(error)) throw error;
      const { kind } = item.heard;
      app.log.error(
        { err: error, sender: item.sender.id, kind },
        'what was heard cannot be stored',
      );
    }
  }
}

/** That somebody wrote, when what they wrote can't be stored. */
function barest({ sender, heard }: HeardItem): HeardItem[] {
  if (heard.kind !== 'message') return [];
  const { telegramId, from, sentAt } = heard.message;
  const { userId, accessHash } = from;
  const nameless = { userId, accessHash, username: null, phone: null, firstName: '', lastName: '' };
  const message = {
    telegramId,
    from: nameless,
    sentAt,
    type: 'text' as const,
    text: '[unreadable message]',
  };
  return [{ sender, heard: { kind: 'message', message } }];
}
