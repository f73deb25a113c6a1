import { and, eq } from 'drizzle-orm';
import type { App } from '../../context.ts';
import { listByIds } from '../accounts/list-by-ids.ts';
import { accountImports } from '../accounts/tables.ts';
import { texts as accountTexts } from '../accounts/texts.ts';
import { viewAccounts } from '../accounts/view-account.ts';
import { readSettings } from '../workspace/settings.ts';

/**
 * What came of an account's file: the answer of POST /accounts/process, in the language of the
 * workspace, with the file's name; undefined when there is no such import any more.
 */
export async function describeImport(
  app: App,
  workspaceId: number,
  importId: number,
): Promise<Record<string, unknown> | undefined> {
  const [row] = await app.db
    .select()
    .from(accountImports)
    .where(and(eq(accountImports.workspaceId, workspaceId), eq(accountImports.id, importId)));
  if (!row?.result) return undefined;
  const { language } = await readSettings(app, workspaceId);
  const added = await listByIds(app, workspaceId, row.result.accountIds);
  const views = (await viewAccounts(app, workspaceId, added)).map((view) => ({
    ...view,
    message: (view.status === 'limited' ? accountTexts.addedLimited : accountTexts.added)[language],
  }));
  const failures = row.result.failures.map(({ code, text: t }) => ({
    error: code,
    message: t[language],
  }));
  const [account] = views;
  const common = { file: row.fileName, origin: row.origin };
  if (account) return { success: true, account, accounts: views, failures, ...common };
  return { success: false, ...failures[0], failures, ...common };
}
