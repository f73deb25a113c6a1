import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { importOptions } from '../../../../contract/contacts.ts';
import { AppError } from '../../../base/errors.ts';
import { readTalkState } from '../../../base/talk-state.ts';
import { escapeHtml } from '../../../base/telegram-html.ts';
import type { Language } from '../../../base/text.ts';
import type { BotReply, BotTurn } from '../../../feature.ts';
import { previewImport } from '../../contacts/import/preview-import.ts';
import { startImport } from '../../contacts/import/start-import.ts';
import { mustBeRunning } from '../../workspace/plan.ts';
import { askWhy, bases, freeName, readBasis } from './ask-name.ts';
import { AUDIENCES } from './audiences.ts';
import { botTexts as texts } from './bot-texts.ts';
import { jobReply } from './job-reply.ts';

/** What Telegram lets a bot take. */
const LARGEST_FILE = 20 * 1_024 * 1_024;
const SHOWN_PEOPLE = 3;

const ofName = z.object({ name: z.string() });
const ofBasis = ofName.extend({ basis: z.enum(bases) });

export async function askForName({ caller }: BotTurn): Promise<BotReply> {
  return {
    html: texts.nameWriters[caller.language],
    expects: { step: 'audience_file_name', state: null },
    back: AUDIENCES,
  };
}

export async function takeFileName({ app, caller, words }: BotTurn): Promise<BotReply> {
  const name = await freeName(app, caller, words);
  return {
    ...askWhy(caller.language, 'audience_file_why'),
    expects: { step: 'audience_file_why', state: { name } },
    back: AUDIENCES,
  };
}

export async function takeFileBasis({ caller, words, state }: BotTurn): Promise<BotReply> {
  const { name } = readTalkState(ofName, state);
  const basis = readBasis(words);
  if (!basis) throw new AppError('invalid_request', texts.pressWhy);
  return {
    html: texts.sendFile[caller.language],
    expects: { step: 'audience_file', state: { name, basis } },
    back: AUDIENCES,
  };
}

/** Says how the file is read, and begins; whoever sees that it is read wrongly stops the job. */
export async function takeFile(turn: BotTurn): Promise<BotReply> {
  const { app, caller, state, file } = turn;
  const { workspaceId, language } = caller;
  const { name, basis } = readTalkState(ofBasis, state);
  if (!file) throw new AppError('invalid_request', texts.noFile);
  if (file.size > LARGEST_FILE) throw new AppError('body_too_large', texts.fileTooBig);
  await mustBeRunning(app.db, workspaceId, app.clock.now());
  const folder = join(app.config.dirs.temp, `table_${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, 'table');
    await writeFile(path, await file.read(), { mode: 0o600 });
    const source = { name: `file:${file.name}`.slice(0, 200), basis };
    const options = importOptions.parse({ source, audience: name });
    const preview = await previewImport(app, workspaceId, language, {
      path,
      name: file.name,
      options,
    });
    const job = await startImport(app, caller, { path, name: file.name, options });
    const reply = await jobReply(app, caller, job);
    return { ...reply, html: `${previewText(preview, language)}\n\n${reply.html}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function previewText(
  { columns, rows }: Awaited<ReturnType<typeof previewImport>>,
  language: Language,
): string {
  const read = columns.map(
    ({ number, header, field }) => `${header ?? number} → ${field ?? texts.leftOut[language]}`,
  );
  const people = rows.slice(0, SHOWN_PEOPLE).map(({ person, error }) => {
    if (!person) return error ?? '';
    const shown = Object.values(person).filter((value) => typeof value !== 'object');
    return shown.join(' ');
  });
  return texts.preview(
    escapeHtml(read.join(', ').slice(0, 500)),
    escapeHtml(people.join('; ').slice(0, 500)),
  )[language];
}
