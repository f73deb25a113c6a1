import { existsSync } from 'node:fs';
import { asc, eq, isNotNull } from 'drizzle-orm';
import { AppError, errorMessage } from '../base/errors.ts';
import { systemActor } from '../base/events/record-events.ts';
import { compose } from '../compose.ts';
import { readConfig } from '../config/config.ts';
import type { App } from '../context.ts';
import { inviteOperator } from '../features/sign-in/invite-operator.ts';
import { linkUrl } from '../features/sign-in/sign-in-links.ts';
import { operators } from '../features/workspace/tables.ts';

// Prints a link by which somebody of the team sets a new password, for when nobody can sign in who
// could invite them. With the embedded database the server must be stopped meanwhile:
//   npm run reset-password -- anna

if (existsSync('.env')) process.loadEnvFile('.env');
const login = process.argv[2]?.trim().toLowerCase();
if (!login) fail('Say whose password: npm run reset-password -- <login>');

const composed = await compose(
  readConfig({ ...process.env, ROLES: 'worker', LOG_LEVEL: 'error' }),
).catch(explain);
for (const notice of composed.notices) console.log(notice);
try {
  console.log(await link(composed.app, login));
} catch (error) {
  explain(error);
} finally {
  await composed.close();
}
process.exit(process.exitCode ?? 0);

async function link(app: App, wanted: string): Promise<string> {
  const [operator] = await app.db.select().from(operators).where(eq(operators.login, wanted));
  if (!operator) {
    process.exitCode = 1;
    const known = await app.db
      .select({ login: operators.login })
      .from(operators)
      .where(isNotNull(operators.login))
      .orderBy(asc(operators.id))
      .limit(50);
    return `There is no login ${wanted}. Known: ${known.map((o) => o.login).join(', ') || 'none'}.`;
  }
  const { workspaceId, id } = operator;
  const caller = { workspaceId, actor: systemActor, language: app.config.language };
  const { token, expiresAt } = await inviteOperator(app, caller, id);
  const base = app.config.publicUrl ?? `http://localhost:${app.config.http.port}`;
  return `Good once, until ${expiresAt.toISOString()}:\n${linkUrl(base, 'invitation', token)}`;
}

function explain(error: unknown): never {
  fail(error instanceof AppError ? error.text.en : errorMessage(error));
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
