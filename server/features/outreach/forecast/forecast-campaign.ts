import type { z } from 'zod';
import type { forecastAnswer } from '../../../../contract/forecast.ts';
import type { Language } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import { findCampaign } from '../campaigns/find-campaign.ts';
import { targetReasons } from '../campaigns/texts.ts';
import { readPeople } from '../read-people.ts';
import { countPeople, type LeftOut } from './count-people.ts';
import { readFacts } from './read-facts.ts';
import { type ForecastFacts, type Simulated, simulate } from './simulate.ts';
import { texts } from './texts.ts';

type Forecast = z.output<typeof forecastAnswer>['forecast'];

/** Days for which each account is listed. */
const DETAILED_DAYS = 60;

/**
 * What a campaign will do as things stand: how many first messages on which day from which
 * account, when it ends, who will be left out and why. Changes nothing.
 * @param replyShare what part of the people answers, from 0 to 1
 * @throws AppError not_found
 */
export async function forecastCampaign(
  app: App,
  workspaceId: number,
  number: number,
  replyShare: number,
  language: Language,
): Promise<Forecast> {
  const campaign = await findCampaign(app.db, workspaceId, number);
  const { people, leftOut } = await countPeople(app, app.db, campaign);
  const facts = await readFacts(app, app.db, campaign, people, replyShare);
  const simulated = simulate(facts);
  const all = people.reduce((sum, group) => sum + group.count, 0);
  const { days, waiting, lastFirstAt } = simulated;
  return {
    begins_at: facts.now.toISOString(),
    people: all,
    first: all - waiting,
    follow_ups: days.reduce((sum, day) => sum + day.followUps, 0),
    waiting,
    last_first_at: lastFirstAt?.toISOString() ?? null,
    ends_at: waiting > 0 ? null : (simulated.endsAt?.toISOString() ?? null),
    message: summarise(all, simulated)[language],
    days: days.map((day, i) => ({
      day: day.day,
      first: day.first,
      follow_ups: day.followUps,
      accounts:
        i < DETAILED_DAYS
          ? [...day.accounts].map(([account_id, own]) => ({
              account_id,
              first: own.first,
              follow_ups: own.followUps,
            }))
          : [],
    })),
    accounts: sumAccounts(facts, simulated),
    left_out: await showLeftOut(app, workspaceId, leftOut, language),
  };
}

function summarise(people: number, { days, waiting }: Simulated) {
  if (people === 0) return texts.nobody;
  if (days.length === 0) return texts.nothingLeaves;
  const last = days.findLast((day) => day.first > 0)?.day ?? '';
  return waiting > 0
    ? texts.tooLong(people - waiting, people)
    : texts.fits(people, days.length, last);
}

function sumAccounts(facts: ForecastFacts, { days }: Simulated): Forecast['accounts'] {
  const sums = new Map(facts.accounts.map((a) => [a.key, { first: 0, follow_ups: 0 }]));
  for (const day of days) {
    for (const [key, own] of day.accounts) {
      const sum = sums.get(key);
      if (!sum) continue;
      sum.first += own.first;
      sum.follow_ups += own.followUps;
    }
  }
  return facts.accounts.map(({ key, status }) => ({
    account_id: key,
    first: sums.get(key)?.first ?? 0,
    follow_ups: sums.get(key)?.follow_ups ?? 0,
    status,
    counts: status === 'active' || status === 'warming' || status === 'cooldown',
  }));
}

async function showLeftOut(
  app: App,
  workspaceId: number,
  leftOut: readonly LeftOut[],
  language: Language,
): Promise<Forecast['left_out']> {
  const ids = leftOut.flatMap((l) => l.examples);
  const known = await readPeople(app.db, workspaceId, ids);
  return leftOut.map(({ reason, count, examples }) => ({
    reason,
    count,
    message: targetReasons[reason]?.[language] ?? reason,
    examples: examples.flatMap((id) => {
      const person = known.get(id);
      if (!person) return [];
      const { telegramId, username, firstName, lastName } = person;
      const name = [firstName, lastName].filter(Boolean).join(' ');
      return [{ contact_id: id, user_id: telegramId, username, name }];
    }),
  }));
}
