import { and, eq } from 'drizzle-orm';
import { newToken } from '../../../base/crypto.ts';
import type { App } from '../../../context.ts';
import { settings } from '../../workspace/tables.ts';
import type { WebhookForm } from './tables.ts';

const SECRET_SETTING = 'webhook_secret';
const workspaceContext = (workspaceId: number) => `workspace ${workspaceId} webhook secret`;
const endpointContext = (workspaceId: number) => `workspace ${workspaceId} webhook endpoint secret`;

/** A secret in the form of Standard Webhooks: `whsec_` and base64. */
export function newSecret(): string {
  return `whsec_${Buffer.from(newToken('vst')).toString('base64')}`;
}

export function sealSecret(app: App, workspaceId: number, secret: string): Buffer {
  return app.crypto.encrypt(secret, endpointContext(workspaceId));
}

/**
 * What the posts to the addresses of the environment are signed with: WEBHOOK_SECRET, or one made
 * at the first start.
 * @returns the secret if it was made now, to be shown this once
 */
export async function ensureSecret(app: App, workspaceId: number): Promise<string | undefined> {
  if (app.secrets.webhookSecret || !Object.values(app.config.webhooks).some(Boolean))
    return undefined;
  const secret = newSecret();
  const made = await app.db
    .insert(settings)
    .values({
      workspaceId,
      name: SECRET_SETTING,
      secret: app.crypto.encrypt(secret, workspaceContext(workspaceId)),
      updatedAt: app.clock.now(),
    })
    .onConflictDoNothing()
    .returning({ name: settings.name });
  return made.length > 0 ? secret : undefined;
}

export type SecretKeeper = {
  workspaceId: number;
  form: WebhookForm | null;
  secret: Uint8Array | null;
  previousSecret: Uint8Array | null;
  previousSecretUntil: Date | null;
};

/**
 * The secrets that a post to an endpoint is signed with, the newest first, in the form the signing
 * library takes: base64, with or without `whsec_`. After a rotation there are two for a while.
 */
export async function readSecrets(app: App, endpoint: SecretKeeper): Promise<string[]> {
  const { workspaceId, previousSecretUntil: until } = endpoint;
  if (endpoint.form !== null) return [await readWorkspaceSecret(app, workspaceId)];
  const isOverlapping = until !== null && until > app.clock.now();
  return [endpoint.secret, isOverlapping ? endpoint.previousSecret : null].flatMap((sealed) =>
    sealed ? [app.crypto.decrypt(sealed, endpointContext(workspaceId)).toString()] : [],
  );
}

async function readWorkspaceSecret(app: App, workspaceId: number): Promise<string> {
  const given = app.secrets.webhookSecret;
  if (given) {
    return /^whsec_[A-Za-z0-9+/]+=*$/.test(given) ? given : Buffer.from(given).toString('base64');
  }
  const [row] = await app.db
    .select({ secret: settings.secret })
    .from(settings)
    .where(and(eq(settings.workspaceId, workspaceId), eq(settings.name, SECRET_SETTING)));
  if (!row?.secret) throw new Error('there is no webhook secret');
  return app.crypto.decrypt(row.secret, workspaceContext(workspaceId)).toString();
}
