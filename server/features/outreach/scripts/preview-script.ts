import type { z } from 'zod';
import type { previewStagesBody } from '../../../../contract/scripts.ts';
import { AppError } from '../../../base/errors.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { findAccount } from '../../accounts/find-account.ts';
import { readSettings } from '../../workspace/settings.ts';
import { readPeople } from '../read-people.ts';
import { findScript, readVersion } from './read-script.ts';
import { readStages } from './read-stages.ts';
import {
  type AccountLike,
  conditionHolds,
  type PersonLike,
  renderText,
  type Variables,
  variablesOf,
} from './render-text.ts';
import { texts } from './texts.ts';

const NO_ACCOUNT = { firstName: '', username: null, phone: null };

/**
 * A script as one contact would read it: every stage with all its variants.
 * @throws AppError not_found
 */
export async function previewScript(
  app: App,
  workspaceId: number,
  wanted: { scriptId: number; version: number | undefined; contactId: number; account?: string },
) {
  const script = await findScript(app.db, workspaceId, wanted.scriptId);
  const version = wanted.version ?? script.version;
  const stages = await readVersion(app.db, workspaceId, script.id, version);
  const person = await readPerson(app, workspaceId, wanted.contactId);
  const account = wanted.account ? await findAccount(app, workspaceId, wanted.account) : NO_ACCOUNT;
  const variables = await speakOf(app, workspaceId, person, account);
  return stages.map((stage, place) => ({
    stage: place + 1,
    is_left_out: !conditionHolds(stage.condition, variables),
    variants: stage.variants.map(({ name, type, content }) => ({
      name,
      type,
      text: renderText(content, variables),
    })),
  }));
}

/**
 * Stages that are still being written, as a contact or a made-up person would read them. A text
 * with a mistake comes out as null, the others are shown all the same.
 * @throws AppError not_found, invalid_request, invalid_media
 */
export async function previewStages(
  app: App,
  { workspaceId, language }: Caller,
  wanted: z.output<typeof previewStagesBody>,
) {
  const stages = await readStages(app, workspaceId, wanted.stages);
  const person: PersonLike & { timeZone: string | null } = wanted.contact_id
    ? await readPerson(app, workspaceId, wanted.contact_id)
    : {
        firstName: texts.samplePerson[language],
        lastName: texts.sampleSurname[language],
        username: 'anna',
        phone: '+79990000000',
        language,
        timeZone: null,
        source: null,
        tags: [],
        custom: {},
      };
  const account = wanted.account_id
    ? await findAccount(app, workspaceId, wanted.account_id)
    : { firstName: texts.sampleVoice[language], username: 'vera', phone: null };
  const variables = await speakOf(app, workspaceId, person, account);
  return {
    person: variables.name || variables.username,
    stages: stages.map((stage, place) => ({
      stage: place + 1,
      is_left_out: unless(() => !conditionHolds(stage.condition, variables)) ?? false,
      variants: stage.variants.map(({ content }) => ({
        text: unless(() => renderText(content, variables)),
      })),
    })),
  };
}

/** null where Liquid finds a mistake: what it is, the check of the script tells. */
function unless<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && /^(Parse|Render|Tokenization|Assertion)Error$/.test(error.name))
      return null;
    throw error;
  }
}

async function readPerson(app: App, workspaceId: number, contactId: number) {
  const person = (await readPeople(app.db, workspaceId, [contactId])).get(contactId);
  if (!person) throw new AppError('not_found', texts.contactNotFound);
  return person;
}

async function speakOf(
  app: App,
  workspaceId: number,
  person: PersonLike & { timeZone: string | null },
  account: AccountLike,
): Promise<Variables> {
  const { timeZone } = await readSettings(app, workspaceId);
  return variablesOf(person, account, app.clock.now(), person.timeZone ?? timeZone);
}
