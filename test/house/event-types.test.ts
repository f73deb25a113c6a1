import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { eventTypes } from '../../server/features/events/event-types.ts';

const SERVER = fileURLToPath(new URL('../../server/', import.meta.url));

/** What stands behind `type:` wherever events are recorded. */
const recorded = new Set(
  readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(SERVER, name), 'utf8'))
    .filter((text) => text.includes('recordEvents('))
    .flatMap((text) => [...text.matchAll(/\btype: '([a-z_]+\.[a-z_]+)'/g)])
    .map(([, type = '']) => type),
);
/** Recorded under a name that is put together (`message.${outcome}`). */
const composed = [
  ...['failed', 'cancelled', 'unconfirmed'].map((end) => `message.${end}`),
  ...['approved', 'discarded', 'sent', 'written'].map((end) => `assistant.answer_${end}`),
  ...['created', 'changed', 'deleted'].map((end) => `assistant.role_${end}`),
  ...['connected', 'ended', 'removed', 'waiting'].map((end) => `business.${end}`),
  'assistant.handed_over',
  'contact.created',
  ...['launched', 'started', 'paused', 'resumed', 'finished', 'done', 'deleted'].map(
    (end) => `campaign.${end}`,
  ),
  ...['changed', 'completed', 'converted', 'resumed', 'snoozed', 'stopped'].map(
    (end) => `dialog.${end}`,
  ),
];

test('every event that is recorded stands in the list of types, and nothing else does', () => {
  expect(recorded.size).toBeGreaterThan(10);
  expect(eventTypes.map(({ type }) => type).sort()).toEqual([...recorded, ...composed].sort());
});

test('each type stands in the list once and is explained in both languages', () => {
  expect(new Set(eventTypes.map(({ type }) => type)).size).toBe(eventTypes.length);
  for (const { text } of eventTypes) {
    expect(text.ru).toMatch(/[а-яё]/i);
    expect(text.en).toMatch(/^[^а-яё]+$/i);
  }
});
