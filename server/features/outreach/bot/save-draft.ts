import { campaignPatch, newCampaignBody } from '../../../../contract/campaigns.ts';
import { localTime } from '../../../base/days.ts';
import { AppError } from '../../../base/errors.ts';
import type { BotTurn } from '../../../feature.ts';
import { readAudience } from '../../contacts/audiences/audiences.ts';
import { readSettings } from '../../workspace/settings.ts';
import { findCampaign } from '../campaigns/find-campaign.ts';
import { changeCampaign, createCampaign } from '../campaigns/save-campaign.ts';
import { changeScript, createScript } from '../scripts/save-script.ts';
import { textStages } from './text-stages.ts';
import type { Wizard } from './wizard-state.ts';

/** So many campaigns of one audience may be drafted in a minute. */
const MOST_NAMES = 20;

/**
 * Keeps what the wizard gathered as a draft: a new one, or the one it made before the operator went
 * back.
 * @throws AppError what is wrong with the text, or with what was chosen
 */
export async function saveDraft({ app, caller }: BotTurn, wizard: Wizard): Promise<Wizard> {
  const { workspaceId } = caller;
  const name = await nameOf();
  const ownScript = await keepText();
  const wanted = {
    script_id: wizard.script ?? ownScript,
    audience_id: wizard.audience,
    accounts: wizard.accounts,
    role_id: wizard.role,
    invite: wizard.chat && { chat: wizard.chat.chat, way: wizard.way },
  };
  const known =
    wizard.campaign === null
      ? undefined
      : await findCampaign(app.db, workspaceId, wizard.campaign).catch(absent);
  if (known?.status === 'draft') {
    await changeCampaign(app, caller, known.number, campaignPatch.parse(wanted));
    return { ...wizard, ownScript };
  }
  const made = await free(name, (free) =>
    createCampaign(app, caller, newCampaignBody.parse({ ...wanted, name: free })),
  );
  return { ...wizard, ownScript, campaign: made.number };

  async function keepText(): Promise<number | null> {
    if (wizard.text === null || wizard.script !== null) return wizard.ownScript;
    const stages = textStages(wizard.text);
    if (wizard.ownScript !== null) {
      await changeScript(app, caller, wizard.ownScript, { stages });
      return wizard.ownScript;
    }
    return (await free(name, (free) => createScript(app, caller, { name: free, stages }))).id;
  }

  async function nameOf(): Promise<string> {
    const audience = await readAudience(app.db, workspaceId, wizard.audience ?? 0);
    const { timeZone } = await readSettings(app, workspaceId);
    const { day, minutes } = localTime(app.clock.now(), timeZone);
    const clock = [Math.floor(minutes / 60), minutes % 60].map((n) => String(n).padStart(2, '0'));
    const title = wizard.chat?.title ?? audience.name;
    return `${title.slice(0, 150)} · ${day} ${clock.join(':')}`;
  }
}

/** Does the work under the first name that isn't taken. */
async function free<T>(name: string, work: (name: string) => Promise<T>): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await work(n === 1 ? name : `${name} (${n})`);
    } catch (error) {
      const isTaken = error instanceof AppError && error.code === 'already_exists';
      if (!isTaken || n === MOST_NAMES) throw error;
    }
  }
}

function absent(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'not_found') return undefined;
  throw error;
}
