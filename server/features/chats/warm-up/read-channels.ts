import { eq, sql } from 'drizzle-orm';
import { at } from '../../../base/db/columns.ts';
import { int, selectRows } from '../../../base/db/rows.ts';
import { type Runner, startLoop } from '../../../base/loop.ts';
import type { App } from '../../../context.ts';
import type { HeldSenders } from '../../../held-senders.ts';
import { accounts } from '../../accounts/tables.ts';
import { factsAt, readReading } from './read-facts.ts';
import { nextStep, spread } from './reading-plan.ts';
import { joinChannel, readChannel } from './take-step.ts';
import { setTurn } from './turns.ts';

const LOOK_EVERY_MS = 5 * 60_000;
const BATCH = 20;

/** Lets the warming accounts held here join and read the channels listed for them, in their turn. */
export async function startReadingChannels(app: App, held: HeldSenders): Promise<Runner> {
  return startLoop({
    name: 'read channels',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      if (!app.worker.isAlive()) return false;
      const due = await findDue(app, held);
      for (const accountId of due) await takeTurn(app, held, accountId);
      return due.length === BATCH;
    },
  });
}

/** Warming accounts that are held here, have channels, and whose turn it is. */
async function findDue(app: App, held: HeldSenders): Promise<number[]> {
  const ids = held.ids();
  if (ids.length === 0) return [];
  const rows = await selectRows(
    app.db,
    { id: int },
    sql`
      select a.id from accounts a left join channel_turns t on t.account_id = a.id
      where a.id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
        and a.status = 'warming' and (t.next_at is null or t.next_at <= ${at(app.clock.now())})
        and (exists (select from warmup_channels c
            where c.workspace_id = a.workspace_id and c.account_id is null)
          or exists (select from warmup_channels c where c.account_id = a.id))
      order by t.next_at nulls first, a.id limit ${BATCH}`,
  );
  return rows.map((row) => row.id);
}

async function takeTurn(app: App, held: HeldSenders, accountId: number): Promise<void> {
  const [account] = await app.db.select().from(accounts).where(eq(accounts.id, accountId));
  const sender = held.get(accountId);
  if (!account || sender?.kind !== 'account' || account.status !== 'warming') return;
  const now = app.clock.now();
  const reading = await readReading(app, account);
  const facts = factsAt(now, reading, account);
  if (!reading.turn)
    return setTurn(app, account, { nextAt: spread(now, app.random()), day: facts.done.day });
  const step = nextStep(facts);
  if (step.what === 'wait')
    return setTurn(app, account, { nextAt: spread(step.until, app.random()) });
  const found = reading.channels.find(({ channel }) => channel.id === step.channelId);
  if (!found) throw new Error('the plan named a channel that is not on the list');
  if (step.what === 'join') await joinChannel(app, sender, account, found.channel);
  else if (found.visit) await readChannel(app, sender, account, found.visit);
}
