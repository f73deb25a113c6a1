import { and, eq, inArray, sql } from 'drizzle-orm';
import { localDay } from '../../../base/days.ts';
import { int, selectRows } from '../../../base/db/rows.ts';
import { AppError } from '../../../base/errors.ts';
import type { App } from '../../../context.ts';
import { accountKey } from '../../accounts/account.ts';
import { type Account, accounts } from '../../accounts/tables.ts';
import { contacts } from '../../contacts/tables.ts';
import { media } from '../../messages/tables.ts';
import { senderDays } from '../../senders/tables.ts';
import { readSettings, type Settings } from '../../workspace/settings.ts';
import { assignTargets } from '../campaigns/assign-targets.ts';
import { bondsOf, membersOf, reachOf } from '../campaigns/feed-facts.ts';
import { findCampaign } from '../campaigns/find-campaign.ts';
import type { Campaign } from '../campaigns/tables.ts';
import { invitedBefore } from '../invites/invited-before.ts';
import { readPeople } from '../read-people.ts';
import { findScript, readVersion } from '../scripts/read-script.ts';
import type { Stage } from '../scripts/script.ts';
import { disguisePeople } from './disguise-people.ts';
import type { Mixture, RehearsalOrder, RehearsedAccount } from './protocol.ts';
import { samplePeople } from './sample-people.ts';
import { texts } from './texts.ts';

/** Each account is a connection of its own in the rehearsal. */
const MOST_ACCOUNTS = 20;
const working = new Set(['active', 'warming', 'cooldown']);

export type Wish = { people: number; personas: Mixture; seed: string };

/** What a rehearsal is told, and what is known before it begins. */
export type Written = {
  order: Omit<RehearsalOrder, 'folder' | 'templates' | 'limitMs'>;
  audience: number;
  sample: number;
  leftOut: { reason: string; count: number }[];
  accountsLeftOut: number;
};

/**
 * Copies what a campaign consists of, without anything by which somebody could be told.
 * @throws AppError not_found, conflict when there is nobody to write to, or nobody to write
 */
export async function writeOrder(
  app: App,
  workspaceId: number,
  number: number,
  wish: Wish,
): Promise<Written> {
  const campaign = await findCampaign(app.db, workspaceId, number);
  const settings = await readSettings(app, workspaceId);
  const { timeZone, maxDailyActive, maxDailyWarming, maxDailyMessages, maxDailyAnswers } = settings;
  const now = app.clock.now();
  const chosen = await chooseAccounts(app, campaign, settings);
  if (chosen.accounts.length === 0) throw new AppError('conflict', texts.noAccounts);
  const chosenPeople = await choosePeople(app, campaign, settings, wish.people);
  if (chosenPeople.people.length === 0) throw new AppError('conflict', texts.nobody);
  const stages = await readStages(app, campaign);
  const { startsAt } = campaign;
  return {
    ...chosenPeople.figures,
    accountsLeftOut: chosen.leftOut,
    order: {
      startAt: now.toISOString(),
      language: settings.language,
      settings: {
        timeZone,
        maxDailyActive,
        maxDailyWarming,
        maxDailyMessages,
        maxDailyAnswers,
        minMessageDelay: settings.minMessageDelay,
        mailingDelayMin: settings.mailingDelayMin,
        mailingDelayMax: settings.mailingDelayMax,
        mailingMaxPerAccount: settings.mailingMaxPerAccount,
        inviteDelay: settings.inviteDelay,
        cooldownHours: settings.cooldownHours,
        limitedAccountsMayAnswer: settings.limitedAccountsMayAnswer,
        quietHours: settings.quietHours ?? null,
      },
      stages,
      files: await readFiles(app, workspaceId, stages),
      campaign: {
        name: 'rehearsal',
        startsAt: startsAt && startsAt > now ? startsAt.toISOString() : null,
        schedule: campaign.schedule,
        maxFirstPerDay: campaign.maxFirstPerDay,
        followUpHours: campaign.followUpHours,
        followUpText: campaign.followUpText,
        silenceHours: campaign.silenceHours,
        errorShare: campaign.errorShare,
        invite: campaign.invite && {
          way: campaign.invite.way,
          fallbackToLink: campaign.invite.fallbackToLink,
        },
      },
      accounts: chosen.accounts,
      people: chosenPeople.people,
      mixture: wish.personas,
      seed: wish.seed,
    },
  };
}

/** Before the launch the script as it is now, afterwards the version that the campaign keeps. */
async function readStages(app: App, campaign: Campaign): Promise<Stage[]> {
  const { workspaceId, scriptId, status, scriptVersion } = campaign;
  const version =
    status === 'draft' ? (await findScript(app.db, workspaceId, scriptId)).version : scriptVersion;
  return readVersion(app.db, workspaceId, scriptId, version);
}

function readFiles(app: App, workspaceId: number, stages: readonly Stage[]) {
  const ids = stages.flatMap((s) => s.variants.flatMap((v) => v.mediaId ?? []));
  if (ids.length === 0) return Promise.resolve([]);
  return app.db
    .select({
      id: media.id,
      type: media.type,
      fileName: media.fileName,
      mimeType: media.mimeType,
      width: media.width,
      height: media.height,
      durationSeconds: media.durationSeconds,
    })
    .from(media)
    .where(and(eq(media.workspaceId, workspaceId), inArray(media.id, ids)));
}

/** The accounts of the campaign that write at present, or will when they have rested. */
async function chooseAccounts(app: App, campaign: Campaign, { timeZone }: Settings) {
  const { workspaceId } = campaign;
  const members = [...(await membersOf(app.db, campaign))];
  const rows =
    members.length === 0
      ? []
      : await app.db
          .select({ account: accounts, day: senderDays })
          .from(accounts)
          .leftJoin(
            senderDays,
            and(
              eq(senderDays.senderId, accounts.id),
              eq(senderDays.day, localDay(app.clock.now(), timeZone)),
            ),
          )
          .where(and(eq(accounts.workspaceId, workspaceId), inArray(accounts.id, members)))
          .orderBy(accounts.number);
  const able = rows.filter(({ account }) => working.has(account.status) && !account.needsSignIn);
  const taken = able.slice(0, MOST_ACCOUNTS);
  return {
    accounts: taken.map(({ account, day }) => copyAccount(account, day)),
    leftOut: rows.length - taken.length,
  };
}

function copyAccount(account: Account, day: RehearsedAccount['today'] | null): RehearsedAccount {
  const { status, previousStatus } = account;
  return {
    key: accountKey(account.number),
    firstName: account.firstName,
    status: status === 'active' || status === 'cooldown' ? status : 'warming',
    cooldownUntil: account.cooldownUntil?.toISOString() ?? null,
    previousStatus:
      (status === 'cooldown' ? previousStatus : status) === 'active' ? 'active' : 'warming',
    warmupStartedOn: account.warmupStartedOn,
    tags: account.tags,
    maxDailyActive: account.maxDailyActive,
    maxDailyWarming: account.maxDailyWarming,
    maxDailyMessages: account.maxDailyMessages,
    maxDailyAnswers: account.maxDailyAnswers,
    minMessageDelay: account.minMessageDelay,
    today: { sent: day?.sent ?? 0, first: day?.first ?? 0, answers: day?.answers ?? 0 },
  };
}

/** A sample of the people; those whom the campaign would leave out are counted and stay behind. */
async function choosePeople(app: App, campaign: Campaign, settings: Settings, most: number) {
  const { workspaceId } = campaign;
  const { contactIds, of } = await samplePeople(app.db, campaign, most);
  const people = await readPeople(app.db, workspaceId, contactIds);
  const members = await membersOf(app.db, campaign);
  const invited = await invitedBefore(app.db, campaign, contactIds);
  const { leftOut } = assignTargets(
    [...people.values()].map((person) => ({
      targetId: person.id,
      contactId: person.id,
      telegramId: person.telegramId,
      hasName: person.username !== null || person.phone !== null,
      hasConsent: person.hasConsent,
      isOptedOut: person.optedOutAt !== null,
      isErased: person.isErased,
      isInvited: invited.has(person.id),
    })),
    await bondsOf(app, app.db, workspaceId, contactIds),
    [],
    members,
    await reachOf(app.db, workspaceId, contactIds),
  );
  const reasons = new Map<string, number>();
  for (const { reason } of leftOut) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const gone = new Set(leftOut.map((l) => l.targetId));
  const stay = contactIds.flatMap((id) => (gone.has(id) ? [] : (people.get(id) ?? [])));
  return {
    people: disguisePeople(stay, await readPriorities(app, contactIds), settings.language),
    figures: {
      audience: of,
      sample: contactIds.length,
      leftOut: [...reasons].map(([reason, count]) => ({ reason, count })),
    },
  };
}

async function readPriorities(app: App, ids: readonly number[]): Promise<Map<number, number>> {
  const rows = await selectRows(
    app.db,
    { id: int, priority: int },
    sql`select id, priority from ${contacts}
        where id = any(${`{${ids.join(',')}}`}::bigint[])`,
  );
  return new Map(rows.map((row) => [row.id, row.priority]));
}
