import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '../../server/base/db/database.ts';
import { int, selectRow, selectRows, text } from '../../server/base/db/rows.ts';
import type { Answer } from './server.ts';
import type { Audience, Stage } from './stage.ts';

/** Hours that never close, for tests that are not about them. */
export const ALWAYS = { from: '00:00', to: '00:00', days: [1, 2, 3, 4, 5, 6, 7] };

/** What tests of campaigns do on a stage. */
export type Campaigns = {
  /** A script of these texts, or of these stages. @returns its id */
  script(...stages: (string | Record<string, unknown>)[]): Promise<number>;
  /** A campaign that isn't launched yet. @returns its number */
  draft(audience: Audience, change?: Record<string, unknown>): Promise<number>;
  /** One that is, without the pause that launches need between them. @returns its number */
  launch(audience: Audience, change?: Record<string, unknown>): Promise<number>;
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of an answer
  read(id: number): Promise<any>;
  act(id: number, action: 'launch' | 'pause' | 'resume' | 'finish'): Promise<Answer>;
  /** Where each person stands and why, by contact. */
  targets(id: number): Promise<Map<number, { status: string; stage: number; why: string }>>;
  /** Ends whatever still goes on, so that the next test has the pool for itself. */
  endAll(): Promise<void>;
  /** Every counter that differs from a count of what it counts. */
  miscounted(): Promise<string[]>;
};

let named = 0;

export function campaignsOf(stage: Stage): Campaigns {
  const { server } = stage;
  const self: Campaigns = {
    async script(...stages) {
      const { body } = await server.api.post('/scripts', {
        name: `Script ${++named}`,
        stages: stages.map((s) => (typeof s === 'string' ? { content: s } : s)),
      });
      expect(body).toMatchObject({ success: true });
      return body.script.id;
    },
    async draft(audience, change = {}) {
      const { body } = await server.api.post('/campaigns', {
        name: `Campaign ${++named}`,
        audience_id: audience.id,
        schedule: ALWAYS,
        ...change,
      });
      expect(body).toMatchObject({ success: true });
      return body.campaign.id;
    },
    async launch(audience, change = {}) {
      const id = await self.draft(audience, change);
      await forgetLaunches(stage);
      expect((await self.act(id, 'launch')).body).toMatchObject({ success: true });
      await stage.settle();
      return id;
    },
    read: async (id) => (await server.api.get(`/campaigns/${id}`)).body.campaign,
    act: (id, action) => server.api.post(`/campaigns/${id}/${action}`),
    async targets(id) {
      const { body } = await server.api.get(`/campaigns/${id}/targets?limit=200`);
      return new Map(
        body.targets.map(
          (t: { contact_id: number; status: string; stage: number; why: string }) => [
            t.contact_id,
            { status: t.status, stage: t.stage, why: t.why },
          ],
        ),
      );
    },
    async endAll() {
      const { body } = await server.api.get('/campaigns?limit=100');
      for (const { id, status } of body.campaigns)
        if (['scheduled', 'running', 'paused'].includes(status)) await self.act(id, 'finish');
      await stage.settle();
    },
    miscounted: () => miscounted(server.app.database),
  };
  return self;
}

/** Launches need a pause of an hour between them. */
export async function forgetLaunches({ server }: Pick<Stage, 'server'>): Promise<void> {
  await server.app.db.execute(
    sql`update campaigns set launched_at = launched_at - interval '1 hour'`,
  );
}

/** Every counter of a campaign that differs from a count of what it counts. */
export async function miscounted({ db }: Pick<Database, 'db'>): Promise<string[]> {
  const rows = await selectRows(
    db,
    { campaign: int, status: text, counted: int, real: int },
    sql`
      select coalesce(c.campaign_id, t.campaign_id) as campaign,
        coalesce(c.status, t.status) as status, coalesce(c.targets, 0) as counted,
        coalesce(t.targets, 0) as real
      from campaign_counts c
      full join (select campaign_id, status, count(*) as targets from campaign_targets
        group by 1, 2) t on t.campaign_id = c.campaign_id and t.status = c.status
      where coalesce(c.targets, 0) <> coalesce(t.targets, 0)`,
  );
  return rows.map(
    (r) => `campaign ${r.campaign}: ${r.counted} counted as ${r.status}, ${r.real} are`,
  );
}

/** How many rows a query counts. */
export async function countOf(stage: Stage, query: ReturnType<typeof sql>): Promise<number> {
  return (await selectRow(stage.server.app.db, { n: int }, query))?.n ?? 0;
}
