import { expect, test } from 'vitest';
import { lookOn } from '../support/live-client.ts';
import { startTestServer } from '../support/server.ts';

test('a key that is revoked ends its live connection within a minute', async () => {
  const server = await startTestServer();
  const { body } = await server.api.post('/api-keys', { name: 'short-lived', role: 'operator' });
  const client = await lookOn(server.api.as(body.token));
  const other = await lookOn(server.api);
  await server.api.delete(`/api-keys/${body.key.id}`);
  // Physical time, as connections live in it.
  await client.ended;
  await other.until((told) => told.some((t) => t.event === 'api_key.revoked'));
  await expect(lookOn(server.api.as(body.token))).rejects.toThrow('unauthorized');
  await other.close();
  await server.stop();
}, 60_000);
