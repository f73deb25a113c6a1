import { AppError } from '../../../base/errors.ts';
import type { Language } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { findByName } from '../../contacts/audiences/find-by-name.ts';
import { basisTexts, botTexts as texts } from './bot-texts.ts';

/** A name for a new audience, as an operator wrote it. @throws AppError invalid_request, already_exists */
export async function freeName(app: App, caller: Caller, words: string): Promise<string> {
  const name = words.trim();
  if (name === '' || name.length > 200) throw new AppError('invalid_request', texts.badName);
  if (await findByName(app.db, caller.workspaceId, name))
    throw new AppError('already_exists', texts.nameTaken(name));
  return name;
}

export const bases = ['customer', 'opt_in', 'contract', 'public_business'] as const;
export type AskedBasis = (typeof bases)[number];

/** The question that nobody collects people without. @param button of the answers */
export function askWhy(language: Language, button: string) {
  return {
    html: texts.why[language],
    buttons: bases.map((basis) => [
      { text: basisTexts[basis][language], data: `${button}:${basis}` },
    ]),
  };
}

export function readBasis(words: string): AskedBasis | undefined {
  return bases.find((basis) => basis === words);
}
