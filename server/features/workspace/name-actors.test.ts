import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../../../test/support/app.ts';
import type { Actor } from '../../base/events/record-events.ts';
import { nameActors } from './name-actors.ts';
import { apiKeys, operators, workspaces } from './tables.ts';

let house: TestApp;
beforeAll(async () => {
  house = await openTestApp();
});
afterAll(() => house?.close());

const at = new Date('2026-03-02T09:00:00Z');

async function operator(workspaceId: number, name: string): Promise<Actor> {
  const row = { workspaceId, name, role: 'operator' as const, createdAt: at };
  const [made] = await house.app.db.insert(operators).values(row).returning({ id: operators.id });
  return { kind: 'operator', id: made?.id ?? 0 };
}

const namesOf = async (language: 'ru' | 'en', ...actors: Actor[]) => {
  const { app, workspaceId } = house;
  const entries = actors.map((actor) => ({ actor }));
  return actors.map(await nameActors(app, { workspaceId, language }, entries));
};

test('the team’s people and keys have their names, others their numbers', async () => {
  const { app, workspaceId } = house;
  const anna = await operator(workspaceId, 'Anna');
  const key = { workspaceId, name: 'n8n', tokenHash: Buffer.from('x'), hint: 'x', createdAt: at };
  const [made] = await app.db
    .insert(apiKeys)
    .values({ ...key, role: 'admin' })
    .returning({ id: apiKeys.id });
  const apiKey: Actor = { kind: 'api_key', id: made?.id ?? 0, address: '127.0.0.1' };
  expect(await namesOf('ru', anna, apiKey, { kind: 'stranger' })).toEqual([
    'Anna',
    'Ключ API «n8n»',
    'Посторонний',
  ]);
  expect(await namesOf('en', { kind: 'operator', id: 999 }, { kind: 'api_key', id: 999 })).toEqual([
    'Operator 999',
    'API key 999',
  ]);
});

test('nobody of another workspace is named', async () => {
  const [other] = await house.app.db
    .insert(workspaces)
    .values({ name: 'Other', language: 'en', timeZone: 'UTC', createdAt: at })
    .returning();
  const boris = await operator(other?.id ?? 0, 'Boris');
  expect(await namesOf('en', boris)).toEqual([`Operator ${boris.id}`]);
});

test('a page without entries has nobody to name', async () => {
  expect(await namesOf('en')).toEqual([]);
});
