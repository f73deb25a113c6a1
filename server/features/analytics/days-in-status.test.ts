import { expect, test } from 'vitest';
import { daysInStatus, type StatusChange } from './days-in-status.ts';

const day = (n: number) => new Date(Date.UTC(2026, 2, 1) + n * 86_400_000);
const active = { status: 'active' as const, since: day(-100), until: null };
const changes: StatusChange[] = [
  { at: day(2), from: 'active', to: 'cooldown' },
  { at: day(3.5), from: 'cooldown', to: 'active' },
];

test('without any change it stood where it stands', () => {
  expect(daysInStatus(active, [], day(0), day(10))).toEqual({ active: 10 });
});

test('each stretch counts for the status it was spent in', () => {
  expect(daysInStatus(active, changes, day(0), day(10))).toEqual({ active: 8.5, cooldown: 1.5 });
});

test('what came after the period tells only where it stood before', () => {
  expect(daysInStatus(active, changes, day(0), day(2))).toEqual({ active: 2 });
  expect(daysInStatus(active, changes, day(0), day(3))).toEqual({ active: 2, cooldown: 1 });
});

test('an account that came or went within the period counts for its own days', () => {
  const late = { ...active, since: day(6) };
  expect(daysInStatus(late, [], day(0), day(10))).toEqual({ active: 4 });
  const gone = { ...active, until: day(3) };
  expect(daysInStatus(gone, [], day(0), day(10))).toEqual({ active: 3 });
  expect(daysInStatus(gone, [], day(5), day(10))).toEqual({});
});

test('a period that has not begun has no days', () => {
  expect(daysInStatus(active, [], day(5), day(4))).toEqual({});
});
