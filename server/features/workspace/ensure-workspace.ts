import { asc, sql } from 'drizzle-orm';
import { selectRow, text } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { workspaces } from './tables.ts';

/** The workspace of the installation's own team: the first one, made at the first start. */
export async function ensureHomeWorkspace(app: App): Promise<number> {
  return app.database.transaction(async (tx) => {
    // Several processes may start at once, and only one of them makes the workspace.
    await tx.execute(sql`lock table workspaces in share row exclusive mode`);
    const [known] = await tx
      .select({ id: workspaces.id })
      .from(workspaces)
      .orderBy(asc(workspaces.id))
      .limit(1);
    if (known) return known.id;
    const [made] = await tx
      .insert(workspaces)
      .values({
        name: 'Vestnik',
        language: app.config.language,
        timeZone: app.config.timeZone,
        createdAt: app.clock.now(),
      })
      .returning({ id: workspaces.id });
    if (!made) throw new Error('the first workspace was not stored');
    return made.id;
  });
}

/** The workspace that `ensureHomeWorkspace` made. */
export async function homeWorkspaceId(app: App): Promise<number> {
  const [home] = await app.db
    .select({ id: workspaces.id })
    .from(workspaces)
    .orderBy(asc(workspaces.id))
    .limit(1);
  if (!home) throw new Error('there is no workspace yet');
  return home.id;
}

/**
 * Refuses to run with another secret key than the one the database's secrets were sealed with:
 * nothing could be read, and what is written would not be readable later.
 * @throws AppError conflict
 */
export async function checkSecretKey(app: App): Promise<void> {
  await app.database.transaction(async (tx) => {
    await tx.execute(sql`
      insert into installation (name, value) values ('secret_key', ${app.crypto.fingerprint})
      on conflict (name) do nothing`);
    const sealed = await selectRow(
      tx,
      { value: text },
      sql`select value from installation where name = 'secret_key'`,
    );
    if (sealed?.value === app.crypto.fingerprint) return;
    throw new AppError('conflict', {
      ru: 'Эта база зашифрована другим ключом SECRET_KEY. Верните прежний ключ: без него сессии аккаунтов не прочитать.',
      en: 'This database was encrypted with another SECRET_KEY. Put the former key back: without it the sessions of the accounts cannot be read.',
    });
  });
}
