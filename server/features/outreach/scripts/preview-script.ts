import { AppError } from '../../../base/errors.ts';
import type { App } from '../../../context.ts';
import { findAccount } from '../../accounts/find-account.ts';
import { readSettings } from '../../workspace/settings.ts';
import { readPeople } from '../read-people.ts';
import { findScript, readVersion } from './read-script.ts';
import { conditionHolds, renderText, variablesOf } from './render-text.ts';
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
  const people = await readPeople(app.db, workspaceId, [wanted.contactId]);
  const person = people.get(wanted.contactId);
  if (!person) throw new AppError('not_found', texts.contactNotFound);
  const account = wanted.account ? await findAccount(app, workspaceId, wanted.account) : NO_ACCOUNT;
  const { timeZone } = await readSettings(app, workspaceId);
  const variables = variablesOf(person, account, app.clock.now(), person.timeZone ?? timeZone);
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
