import { expect, test } from 'vitest';
import { createEdges } from '../../rehearsal/next-edge.ts';

const order = {
  settings: { timeZone: 'Europe/Moscow', quietHours: { from: '18:00', to: '09:00' } },
  campaign: { schedule: { from: '10:00', to: '19:00', days: [1, 2, 3, 4, 5] } },
  people: [{ timeZone: null }, { timeZone: 'Asia/Yekaterinburg' }],
};
/** A Monday, by the clock of Moscow; in Yekaterinburg it is two hours later. */
const at = (time: string) => Date.parse(`2026-03-02T${time}:00+03:00`);

test('a rehearsal stops a minute before somebody’s hours end, and before their quiet hours', () => {
  const edgeAfter = createEdges(order);
  expect(edgeAfter(at('09:30'))).toBe(at('15:59'));
  expect(edgeAfter(at('15:30'))).toBe(at('15:59'));
  // The one in Yekaterinburg sleeps: now it is Moscow's turn.
  expect(edgeAfter(at('16:10'))).toBe(at('17:59'));
  expect(edgeAfter(at('18:30'))).toBeUndefined();
});

test('without quiet hours the schedule alone has edges', () => {
  const edgeAfter = createEdges({
    ...order,
    settings: { ...order.settings, quietHours: null },
    people: [{ timeZone: null }],
  });
  expect(edgeAfter(at('18:40'))).toBe(at('18:59'));
});
