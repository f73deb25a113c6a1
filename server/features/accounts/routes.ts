import { z } from 'zod';
import {
  accountAnswer,
  accountParams,
  accountPatch,
  accountsAnswer,
  accountsQuery,
  accountsTaggedAnswer,
  accountTagsBody,
  deleteAccountAnswer,
  deleteAccountQuery,
  importAnswer,
  processBody,
  sessionKinds,
} from '../../../contract/accounts.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import type { Text } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { type Caller, defineRoute, type Route } from '../../feature.ts';
import { checkAccount } from './check-account.ts';
import { deleteAccount } from './delete-account.ts';
import { findAccount, listAccounts } from './find-account.ts';
import { listByIds } from './list-by-ids.ts';
import { processFile } from './process-file.ts';
import type { Account } from './tables.ts';
import { tagAccounts } from './tag-accounts.ts';
import { texts } from './texts.ts';
import { updateAccount } from './update-account.ts';
import { uploadAccount } from './upload-account.ts';
import { viewAccount, viewAccounts } from './view-account.ts';

const tag = 'Accounts';

export const routes: Route[] = [
  defineRoute({
    method: 'POST',
    path: '/accounts/upload',
    permission: 'accounts.write',
    summary: 'Bring in accounts: tdata as zip or files, a .session file, a session string',
    tag,
    multipart: {
      type: 'object',
      properties: {
        file: { type: 'array', items: { type: 'string', format: 'binary' } },
        session_string: { type: 'string' },
        type: { type: 'string', enum: sessionKinds, description: 'Found out when left out' },
        notes: { type: 'string' },
        passcode: { type: 'string', description: "Telegram Desktop's local passcode" },
      },
    },
    answers: { 200: importAnswer },
    handle: async ({ app, caller, request }) => {
      const { added, failures } = await uploadAccount(app, caller, request);
      return importView(app, caller, added, failures);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/accounts/process',
    permission: 'accounts.write',
    summary: 'Bring in a file from the incoming folder',
    tag,
    body: processBody,
    answers: { 200: importAnswer },
    handle: async ({ app, caller, body }) => {
      const result = await processFile(app, {
        ...caller,
        origin: 'process',
        path: body.file_path,
        notes: body.notes,
        passcode: body.passcode,
      });
      const added = await listByIds(app, caller.workspaceId, result.accountIds);
      return importView(app, caller, added, result.failures);
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/accounts',
    permission: 'accounts.read',
    summary: 'The pool of accounts',
    tag,
    query: accountsQuery,
    answers: { 200: accountsAnswer },
    handle: async ({ app, caller, query }) => {
      const { limit, after, ...filter } = query;
      const page = { limit, afterId: readCursor(after) };
      const accounts = await listAccounts(app, caller.workspaceId, filter, page);
      return {
        success: true,
        accounts: await viewAccounts(app, caller.workspaceId, accounts),
        next: nextCursor(accounts, limit),
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/accounts/tags',
    permission: 'accounts.write',
    summary: 'Give tags to accounts, or take them off',
    tag,
    body: accountTagsBody,
    answers: { 200: accountsTaggedAnswer },
    handle: async ({ app, caller, body }) => {
      const ids = await tagAccounts(app, caller, body);
      return { success: true, message: texts.tagged(ids.length)[caller.language], ids };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/accounts/:id',
    permission: 'accounts.read',
    summary: 'One account',
    tag,
    params: accountParams,
    answers: { 200: accountAnswer },
    handle: async ({ app, caller, params }) =>
      answer(app, await findAccount(app, caller.workspaceId, params.id)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/accounts/:id',
    permission: 'accounts.write',
    summary: 'Change name, notes, tags, limits; disable, enable, vouch for an account',
    tag,
    params: accountParams,
    body: accountPatch,
    answers: { 200: accountAnswer },
    handle: async ({ app, caller, params, body }) =>
      answer(app, await updateAccount(app, caller, params.id, body)),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/accounts/:id',
    permission: 'accounts.write',
    summary: 'Delete an account with its session, session file and backups',
    tag,
    params: accountParams,
    query: deleteAccountQuery,
    answers: { 200: deleteAccountAnswer },
    handle: async ({ app, caller, params, query }) => {
      const { loggedOut } = await deleteAccount(app, caller, params.id, { logOut: query.log_out });
      const message = texts.removed(params.id)[caller.language];
      return { success: true, message, logged_out: loggedOut };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/accounts/:id/check',
    permission: 'accounts.write',
    summary: 'Look at an account now: alive, profile, restrictions',
    tag,
    params: accountParams,
    body: z.unknown(),
    answers: { 200: accountAnswer },
    handle: async ({ app, caller, params }) =>
      answer(app, await checkAccount(app, caller.workspaceId, params.id)),
  }),
];

async function answer(app: App, account: Account) {
  return { success: true, account: await viewAccount(app, account) };
}

async function importView(
  app: App,
  caller: Caller,
  added: Account[],
  failures: { code: string; text: Text }[],
) {
  const views = await viewAccounts(app, caller.workspaceId, added);
  const accounts = views.map((view) => {
    const text = view.status === 'limited' ? texts.addedLimited : texts.added;
    return { ...view, message: text[caller.language] };
  });
  return {
    success: true,
    account: accounts[0],
    accounts,
    failures: failures.map(({ code, text }) => ({ error: code, message: text[caller.language] })),
  };
}
