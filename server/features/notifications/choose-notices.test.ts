import { expect, test } from 'vitest';
import { noticeKinds } from '../../../contract/notifications.ts';
import { permissionsOf, type Role } from '../../../contract/permissions.ts';
import { isQuiet, isTold, listKinds } from './choose-notices.ts';

const as = (role: Role) => ({ role, permissions: permissionsOf(role) });

test.each([
  [{ from: 22, to: 8 }, 23, true],
  [{ from: 22, to: 8 }, 0, true],
  [{ from: 22, to: 8 }, 7, true],
  [{ from: 22, to: 8 }, 8, false],
  [{ from: 22, to: 8 }, 21, false],
  [{ from: 1, to: 5 }, 1, true],
  [{ from: 1, to: 5 }, 5, false],
  [undefined, 3, false],
])('with %o it is quiet at %i: %s', (quiet, hour, expected) => {
  expect(isQuiet(quiet, hour)).toBe(expected);
});

test('heads are told of everything and operators of dialogs, unless they choose otherwise', () => {
  expect(isTold('account_banned', as('owner'), undefined)).toBe(true);
  expect(isTold('account_banned', as('operator'), undefined)).toBe(false);
  expect(isTold('dialog', as('specialist'), undefined)).toBe(true);
  const choice = { kinds: { dialog: false, account_banned: true }, quiet: undefined };
  expect(isTold('dialog', as('operator'), choice)).toBe(false);
  expect(isTold('account_banned', as('operator'), choice)).toBe(true);
});

test('nobody is told of what their role may not read, whatever they chose', () => {
  const choice = { kinds: { account_banned: true }, quiet: undefined };
  expect(isTold('account_banned', as('specialist'), choice)).toBe(false);
  expect(listKinds(noticeKinds, as('specialist'), choice).map(({ kind }) => kind)).toEqual([
    'dialog',
    'opt_out',
  ]);
});
