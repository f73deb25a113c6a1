import { and, eq, isNull } from 'drizzle-orm';
import type { App } from '../../../context.ts';
import { type WebhookForm, webhookEndpoints } from './tables.ts';

/** What each address of the environment is told of. */
const typesOf: Record<WebhookForm, string[]> = {
  incoming: ['message.received'],
  status: ['account.status_changed'],
  account: ['account.import_finished'],
};

/** Brings the endpoints of the workspace in line with the environment. */
export async function ensureEndpoints(app: App, workspaceId: number): Promise<void> {
  const wanted = Object.entries(app.config.webhooks) as [WebhookForm, string | undefined][];
  const now = app.clock.now();
  for (const [form, url] of wanted) {
    if (url) {
      await app.db
        .insert(webhookEndpoints)
        .values({ workspaceId, form, url, eventTypes: typesOf[form], createdAt: now })
        .onConflictDoUpdate({
          target: [webhookEndpoints.workspaceId, webhookEndpoints.form],
          set: { url, disabledAt: null, disabledBecause: null },
        });
    } else {
      await app.db
        .update(webhookEndpoints)
        .set({ disabledAt: now, disabledBecause: 'environment' })
        .where(
          and(
            eq(webhookEndpoints.workspaceId, workspaceId),
            eq(webhookEndpoints.form, form),
            isNull(webhookEndpoints.disabledAt),
          ),
        );
    }
  }
}
