import { randomUUID } from 'node:crypto';
import { recordEvents } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { homeWorkspaceId } from '../../workspace/ensure-workspace.ts';
import { findEndpoint } from './find-endpoint.ts';
import { readSecrets } from './secrets.ts';
import { signPost } from './sign-post.ts';

/** Posted, never recorded: nobody can subscribe to it. */
const TEST_TYPE = 'webhook.test';

export type TestResult = {
  arrived: boolean;
  status: number | null;
  /** Milliseconds from the post to its answer. */
  latencyMs: number;
  error: string | null;
};

/**
 * Posts a `webhook.test` to an endpoint, enabled or not, and waits for the answer: once, at most
 * 15 seconds.
 * @throws AppError not_found
 */
export async function testEndpoint(app: App, caller: Caller, id: number): Promise<TestResult> {
  const { workspaceId, actor } = caller;
  const endpoint = await findEndpoint(app.db, workspaceId, id);
  const now = app.clock.now();
  const body = { type: TEST_TYPE, timestamp: now.toISOString(), data: { endpoint_id: id } };
  const to = { url: endpoint.url, isHome: workspaceId === (await homeWorkspaceId(app)) };
  const secrets = await readSecrets(app, endpoint);
  const post = signPost(to, `test_${randomUUID()}`, JSON.stringify(body), secrets);
  const startedAt = performance.now();
  const answer = await app.ports.webhooks.post(post);
  const latencyMs = Math.round(performance.now() - startedAt);
  const status = answer.status ?? null;
  await app.database.transaction((tx) =>
    recordEvents(tx, [
      {
        workspaceId,
        type: 'webhook.tested',
        at: now,
        actor,
        data: { endpoint_id: id, arrived: answer.ok, status },
      },
    ]),
  );
  return { arrived: answer.ok, status, latencyMs, error: answer.ok ? null : answer.reason };
}
