import { expect, it } from 'vitest';
import { readChatReference } from './chat-reference.ts';

it.each([
  ['@Readers_Club', { by: 'username', username: 'readers_club' }],
  ['readers', { by: 'username', username: 'readers' }],
  ['https://t.me/readers', { by: 'username', username: 'readers' }],
  ['t.me/readers/15?single', { by: 'username', username: 'readers' }],
  ['https://t.me/s/readers', { by: 'username', username: 'readers' }],
  ['https://telegram.me/+AbCdEf_12-3', { by: 'invite', hash: 'AbCdEf_12-3' }],
  ['https://t.me/joinchat/AbCdEf_12-3', { by: 'invite', hash: 'AbCdEf_12-3' }],
  ['https://t.me/c/1234567890/5', { by: 'number', chatId: -1001234567890 }],
  ['-1001234567890', { by: 'number', chatId: -1001234567890 }],
  ['-42', { by: 'number', chatId: -42 }],
])('%s names a chat', (text, meant) => {
  expect(readChatReference(text)).toEqual(meant);
});

it.each([
  '',
  '42',
  'https://example.com/readers',
  'https://t.me/',
  'https://t.me/addstickers/Animals',
  'https://t.me/joinchat/',
  'two words',
  '@не_имя',
])('%j names none', (text) => {
  expect(readChatReference(text)).toBeUndefined();
});
