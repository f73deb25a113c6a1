import { setTimeout as pause } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { playCampaign, type Theatre } from '../rehearsal/play-campaign.ts';
import { readProgress } from '../rehearsal/read-figures.ts';
import { campaigns } from '../server/features/outreach/campaigns/tables.ts';
import { homeWorkspaceId } from '../server/features/workspace/ensure-workspace.ts';
import { campaignOf, makeAudience, makeMoreAccounts, scriptOf } from './campaign-cast.ts';
import type { Client, Json } from './clients.ts';
import { summariseCampaign } from './summarise-campaign.ts';
import { type Language, says } from './texts.ts';

const STEP_MS = 60 * 60_000;
const LASTS_MS = 21 * 86_400_000;
const FIRST_PER_DAY = 18;
/** On a machine that is busy with other things the story is cut short. */
const LIMIT_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

export type CampaignStage = Theatre & { api: Client; control: Client; language: Language };
type Answer = { success: boolean; message?: string };

/** A whole campaign: people come from a file, are written to, answer; three weeks pass meanwhile. */
export async function runCampaign(stage: CampaignStage): Promise<void> {
  const { api, control, language, app, clock, box } = stage;
  const say = says[language];
  for (const session of await makeMoreAccounts(control)) {
    const form = new FormData();
    form.set('session_string', session);
    const { account } = await done(
      api.post<Answer & { account: { id: string } }>('/accounts/upload', form),
    );
    await done(api.patch<Answer>(`/accounts/${account.id}`, { status: 'active' }));
  }
  const audienceId = await importPeople(stage);
  const { name, followUp } = campaignOf[language];
  const { script } = await make<{ script: { id: number } }>(api, '/scripts', {
    name,
    stages: scriptOf(language),
  });
  const { campaign } = await make<{ campaign: { id: number } }>(api, '/campaigns', {
    name,
    script_id: script.id,
    audience_id: audienceId,
    follow_up_text: followUp,
    max_first_per_day: FIRST_PER_DAY,
  });
  const monday = nextMonday(clock.now());
  standStill(stage, monday);
  const { forecast } = await api.get<{ forecast: { message: string } }>(
    `/campaigns/${campaign.id}/forecast`,
  );
  console.log(say.foreseen(forecast.message));
  await make(api, `/campaigns/${campaign.id}/launch`, {});
  console.log(say.fast);

  const workspaceId = await homeWorkspaceId(app);
  const [row] = await app.db.select().from(campaigns).where(eq(campaigns.number, campaign.id));
  if (!row) throw new Error('the campaign is gone');
  const startedAt = performance.now();
  let week = 0;
  await playCampaign(stage, {
    workspaceId,
    campaignId: row.id,
    stepMs: STEP_MS,
    until: new Date(monday.getTime() + LASTS_MS),
    limitMs: LIMIT_MS,
    onStep: async (now) => {
      const passed = Math.floor((now.getTime() - monday.getTime()) / (7 * DAY_MS));
      if (passed === week) return;
      week = passed;
      const { settled, people } = await readProgress(app, row.id);
      console.log(say.weekPassed(week, settled, people));
    },
  });
  const days = Math.round((clock.now().getTime() - monday.getTime()) / DAY_MS);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  console.log(say.lasted(days, seconds));
  await summariseCampaign(stage, { workspaceId, campaignId: row.id, timeZone: 'Europe/Moscow' });
  // From here on time passes as it does elsewhere.
  box.world.clock.set({ frozen: false });
  clock.set(clock.now(), 1);
}

/** Both clocks stop at the same moment. */
function standStill({ clock, box }: Theatre, at: Date): void {
  box.world.clock.set({ now: at.getTime(), frozen: true });
  clock.set(at, 0);
}

/** Monday, ten in the morning in Moscow: the beginning of a working week. */
function nextMonday(now: Date): Date {
  const ahead = (8 - now.getUTCDay()) % 7 || 7;
  const monday = new Date(now.getTime() + ahead * DAY_MS);
  return new Date(`${monday.toISOString().slice(0, 10)}T07:00:00Z`);
}

async function importPeople({ api, control, language, app }: CampaignStage): Promise<number> {
  const say = says[language];
  const table = await makeAudience(control, language);
  const form = new FormData();
  form.set('file', new Blob([table], { type: 'text/csv' }), 'clients.csv');
  form.set(
    'options',
    JSON.stringify({ source: { name: 'site', basis: 'opt_in' }, audience: 'clients' }),
  );
  const { job } = await done(api.post<Answer & { job: { id: number } }>('/contacts/import', form));
  for (let status = ''; status !== 'done'; ) {
    await pause(100);
    ({
      job: { status },
    } = await api.get<{ job: { status: string } }>(`/jobs/${job.id}`));
    if (status === 'failed') throw new Error('the import failed');
  }
  console.log(say.imported(table.split('\n').length - 1));
  const rows = (await app.db.execute('select id from audiences')) as unknown as {
    rows: { id: unknown }[];
  };
  return Number(rows.rows[0]?.id);
}

function make<T>(api: Client, path: string, body: Json): Promise<T & Answer> {
  return done(api.post<T & Answer>(path, body));
}

/** @throws Error with the answer's own words when it is a refusal */
async function done<T extends Answer>(answer: Promise<T>): Promise<T> {
  const given = await answer;
  if (!given.success) throw new Error(given.message);
  return given;
}
