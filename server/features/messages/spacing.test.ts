import { expect, test } from 'vitest';
import { pauseAfter } from './spacing.ts';

const settings = { minMessageDelay: 20, mailingDelayMin: 30, mailingDelayMax: 90, inviteDelay: 5 };
const text = { type: 'text' as const, origin: 'campaign', minMessageDelay: null, settings };
const invite = { ...text, type: 'invite' as const };

test.each([
  ['a campaign keeps the distance of mailings', text, 30, 90],
  ['anything else keeps the least distance', { ...text, origin: 'api' }, 20, 30],
  ['an account with a distance of its own keeps that', { ...text, minMessageDelay: 4 }, 4, 6],
  [
    'mailings never come closer than any message may',
    { ...text, settings: { ...settings, minMessageDelay: 100 } },
    100,
    150,
  ],
  ['an invite keeps the least distance too', invite, 20, 30],
  [
    'an invite keeps its own distance where that is longer',
    { ...invite, settings: { ...settings, inviteDelay: 60 } },
    60,
    90,
  ],
  [
    'an account’s own distance doesn’t shorten that of invites',
    { ...invite, minMessageDelay: 0 },
    5,
    7.5,
  ],
  [
    'no distance at all is possible',
    {
      ...text,
      settings: { minMessageDelay: 0, mailingDelayMin: 0, mailingDelayMax: 0, inviteDelay: 0 },
    },
    0,
    0,
  ],
])('%s', (_, message, least, most) => {
  expect(pauseAfter(message)).toEqual({ least, most });
});
