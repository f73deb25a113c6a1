import { z } from 'zod';
import { type AssistantMode, assistantModes, newRoleBody } from '../../../contract/assistant.ts';
import { AppError } from '../../base/errors.ts';
import { readTalkState } from '../../base/talk-state.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { App } from '../../context.ts';
import type { BotReply, BotTalk, BotTurn } from '../../feature.ts';
import { listAccounts } from '../accounts/find-account.ts';
import { assignRole } from './assign-role.ts';
import { botTexts as texts } from './bot-texts.ts';
import { createRole, findRole, listRoles, removeRole, updateRole } from './roles.ts';
import { readAssistantSettings } from './settings.ts';
import type { AiRole } from './tables.ts';

/** More buttons than this nobody reads. */
const PAGE = 20;
const LONGEST_NAME = 100;
const LONGEST_PROMPT = 3_000;

const named = z.object({ name: z.string() });

/** AI roles from a bot: who answers in private messages, for which accounts. */
export const botTalk: BotTalk = {
  commands: [],
  menu: [{ text: texts.menu, data: 'roles:', permission: 'assistant.read' }],
  buttons: {
    roles: { permission: 'assistant.read', run: list },
    role: { permission: 'assistant.read', run: show },
    role_new: { permission: 'assistant.write', run: askName },
    role_mode: { permission: 'assistant.write', run: changeMode },
    role_at: { permission: 'assistant.write', run: showAccounts },
    role_give: { permission: 'assistant.write', run: giveOrTake },
    role_delete: { permission: 'assistant.write', run: askToDelete },
    role_gone: { permission: 'assistant.write', run: remove },
  },
  steps: {
    role_name: { permission: 'assistant.write', run: takeName },
    role_prompt: { permission: 'assistant.write', run: takePrompt },
  },
};

async function list({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const page = { limit: PAGE + 1, beforeId: Number(words) || undefined };
  const found = await listRoles(app, workspaceId, page);
  const roles = found.slice(0, PAGE);
  const last = roles.at(-1);
  const { endpoint } = await readAssistantSettings(app, workspaceId);
  return {
    html: [texts.intro, ...(endpoint ? [] : [texts.noModel])]
      .map((text) => text[language])
      .join('\n\n'),
    buttons: [
      ...roles.map(({ id, name }) => [{ text: name, data: `role:${id}` }]),
      ...(found.length > PAGE && last
        ? [[{ text: texts.more[language], data: `roles:${last.id}` }]]
        : []),
      [{ text: texts.add[language], data: 'role_new:' }],
    ],
  };
}

async function show({ app, caller, words }: BotTurn): Promise<BotReply> {
  return view(await roleOf(app, caller, words), caller.language);
}

function view(role: AiRole, language: 'ru' | 'en'): BotReply {
  const prompt = role.prompt.length > 600 ? `${role.prompt.slice(0, 600)}…` : role.prompt;
  const mode = texts.modes[role.mode ?? 'workspace'][language];
  return {
    html: texts.one(escapeHtml(role.name), escapeHtml(prompt), mode)[language],
    buttons: [
      [
        { text: texts.accounts[language], data: `role_at:${role.id}` },
        { text: texts.changeMode[language], data: `role_mode:${role.id}` },
      ],
      [{ text: texts.delete[language], data: `role_delete:${role.id}` }],
    ],
    back: 'roles:',
  };
}

/** A tap leads to the next way of answering. */
async function changeMode({ app, caller, words }: BotTurn): Promise<BotReply> {
  const role = await roleOf(app, caller, words);
  const mode = nextMode(role.mode ?? 'off');
  return view(await updateRole(app, caller, role.id, { mode }), caller.language);
}

const nextMode = (mode: AssistantMode): AssistantMode =>
  assistantModes[(assistantModes.indexOf(mode) + 1) % assistantModes.length] ?? 'off';

async function askName({ caller }: BotTurn): Promise<BotReply> {
  return {
    html: texts.askName[caller.language],
    expects: { step: 'role_name', state: null },
    back: 'roles:',
  };
}

async function takeName({ caller, words }: BotTurn): Promise<BotReply> {
  return {
    html: texts.askPrompt[caller.language],
    expects: { step: 'role_prompt', state: { name: fitting(words, LONGEST_NAME) } },
    back: 'role_new:',
  };
}

async function takePrompt({ app, caller, words, state }: BotTurn): Promise<BotReply> {
  const { name } = readTalkState(named, state);
  const prompt = fitting(words, LONGEST_PROMPT);
  // Whoever sets a role up in a chat wants it to answer.
  const role = await createRole(
    app,
    caller,
    newRoleBody.parse({ name, prompt, mode: 'automatic' }),
  );
  return accountsOf(app, caller, role, texts.made(escapeHtml(role.name)));
}

/** @throws AppError invalid_request */
function fitting(words: string, most: number): string {
  if (words === '') throw new AppError('invalid_request', texts.nothing);
  if (words.length > most) throw new AppError('invalid_request', texts.tooLong(most));
  return words;
}

async function showAccounts({ app, caller, words }: BotTurn): Promise<BotReply> {
  const role = await roleOf(app, caller, words);
  return accountsOf(app, caller, role, texts.whichAccounts(escapeHtml(role.name)));
}

/** `role_give:3:7`: account 7 begins to answer with role 3, or ceases to. */
async function giveOrTake({ app, caller, words }: BotTurn): Promise<BotReply> {
  const [roleWord = '', number = ''] = words.split(':');
  const role = await roleOf(app, caller, roleWord);
  const accounts = await listAccounts(
    app,
    caller.workspaceId,
    {},
    { limit: PAGE, afterId: undefined },
  );
  const account = accounts.find((one) => String(one.number) === number);
  const roleId = account?.roleId === role.id ? null : role.id;
  await assignRole(app, caller, `acc_${number}`, roleId);
  return accountsOf(app, caller, role, texts.whichAccounts(escapeHtml(role.name)));
}

async function accountsOf(
  app: App,
  { workspaceId, language }: BotTurn['caller'],
  role: AiRole,
  words: { ru: string; en: string },
): Promise<BotReply> {
  const accounts = await listAccounts(app, workspaceId, {}, { limit: PAGE, afterId: undefined });
  return {
    html: (accounts.length > 0 ? words : texts.noAccounts)[language],
    buttons: accounts.map(({ number, name, roleId }) => [
      {
        text: `${roleId === role.id ? '✅' : '▫️'} acc_${number} ${name}`,
        data: `role_give:${role.id}:${number}`,
      },
    ]),
    back: `role:${role.id}`,
  };
}

async function askToDelete({ app, caller, words }: BotTurn): Promise<BotReply> {
  const role = await roleOf(app, caller, words);
  return {
    html: texts.askToDelete(escapeHtml(role.name))[caller.language],
    buttons: [[{ text: texts.deleteYes[caller.language], data: `role_gone:${role.id}` }]],
    back: `role:${role.id}`,
  };
}

async function remove({ app, caller, words }: BotTurn): Promise<BotReply> {
  const role = await roleOf(app, caller, words);
  await removeRole(app, caller, role.id);
  return { html: texts.deleted[caller.language], back: 'roles:' };
}

/** @throws AppError not_found */
const roleOf = (app: App, { workspaceId }: BotTurn['caller'], words: string) =>
  findRole(app, workspaceId, /^\d{1,15}$/.test(words) ? Number(words) : 0);
