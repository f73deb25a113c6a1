import { expect, test } from 'vitest';
import { eventTypes } from '../events/event-types.ts';
import { permissionToHear } from './visible.ts';

test.each([
  ['message.sent', 'messages.read'],
  ['assistant.answer_written', 'messages.read'],
  ['assistant.role_created', 'assistant.read'],
  ['account.status_changed', 'accounts.read'],
  ['contacts.imported', 'contacts.read'],
  ['job.progress', 'jobs.read'],
  ['api_key.created', 'keys.read'],
  ['something.new', 'audit.read'],
])('%s is heard with %s', (type, permission) => {
  expect(permissionToHear(type)).toBe(permission);
});

test('every type there is has a permission of its own', () => {
  const unknown = eventTypes.filter(({ type }) => permissionToHear(type) === 'audit.read');
  expect(unknown).toEqual([]);
});
