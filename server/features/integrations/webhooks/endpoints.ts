import { and, eq } from 'drizzle-orm';
import { newToken } from '../../../base/crypto.ts';
import type { App } from '../../../context.ts';
import { settings } from '../../workspace/tables.ts';
import { type WebhookForm, webhookEndpoints } from './tables.ts';

/** Brings the endpoints of the workspace in line with the environment. */
export async function ensureEndpoints(app: App, workspaceId: number): Promise<void> {
  const wanted = Object.entries(app.config.webhooks) as [WebhookForm, string | undefined][];
  const now = app.clock.now();
  for (const [form, url] of wanted) {
    if (url) {
      await app.db
        .insert(webhookEndpoints)
        .values({ workspaceId, form, url, createdAt: now })
        .onConflictDoUpdate({
          target: [webhookEndpoints.workspaceId, webhookEndpoints.form],
          set: { url, disabledAt: null },
        });
    } else {
      await app.db
        .update(webhookEndpoints)
        .set({ disabledAt: now })
        .where(and(eq(webhookEndpoints.workspaceId, workspaceId), eq(webhookEndpoints.form, form)));
    }
  }
}

const SECRET_SETTING = 'webhook_secret';
const secretContext = (workspaceId: number) => `workspace ${workspaceId} webhook secret`;

/**
 * What the posts of a workspace are signed with: WEBHOOK_SECRET, or one made at the first start.
 * @returns the secret if it was made now, to be shown this once
 */
export async function ensureSecret(app: App, workspaceId: number): Promise<string | undefined> {
  if (app.secrets.webhookSecret || !Object.values(app.config.webhooks).some(Boolean))
    return undefined;
  const secret = `whsec_${Buffer.from(newToken('vst')).toString('base64')}`;
  const made = await app.db
    .insert(settings)
    .values({
      workspaceId,
      name: SECRET_SETTING,
      secret: app.crypto.encrypt(secret, secretContext(workspaceId)),
      updatedAt: app.clock.now(),
    })
    .onConflictDoNothing()
    .returning({ name: settings.name });
  return made.length > 0 ? secret : undefined;
}

/** The secret in the form the signing library takes: base64, with or without `whsec_`. */
export async function readSecret(app: App, workspaceId: number): Promise<string> {
  const given = app.secrets.webhookSecret;
  if (given) {
    return /^whsec_[A-Za-z0-9+/]+=*$/.test(given) ? given : Buffer.from(given).toString('base64');
  }
  const [row] = await app.db
    .select({ secret: settings.secret })
    .from(settings)
    .where(and(eq(settings.workspaceId, workspaceId), eq(settings.name, SECRET_SETTING)));
  if (!row?.secret) throw new Error('there is no webhook secret');
  return app.crypto.decrypt(row.secret, secretContext(workspaceId)).toString();
}
