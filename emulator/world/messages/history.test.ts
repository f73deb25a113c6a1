import { describe, expect, it } from 'vitest';
import { createWorld } from '../create-world.ts';
import { createUser } from '../users/create-user.ts';
import type { Box, Dialog } from './box.ts';
import { boxOf } from './box-of.ts';
import { deleteMessages } from './delete-messages.ts';
import { type HistoryPage, historyPage } from './history.ts';
import { readHistory } from './read-history.ts';
import { sendMessage } from './send-message.ts';

const START = Date.UTC(2026, 0, 1);
const whole: HistoryPage = {
  offsetId: 0,
  offsetDate: 0,
  addOffset: 0,
  limit: 100,
  maxId: 0,
  minId: 0,
};

/** A chat in which Boris wrote 1 to 10 to Anna, a second apart; her numbers are odd. */
function chat() {
  const world = createWorld({ seed: 'history', startAt: START, onError: () => {} });
  world.clock.stop();
  const [anna, boris, vera] = ['Anna', 'Boris', 'Vera'].map((firstName) =>
    createUser(world, { firstName }),
  );
  if (!anna || !boris || !vera) throw new Error('Three people were made');
  for (let i = 1; i <= 10; i++) {
    world.clock.set({ frozen: true, now: START + i * 1000 });
    sendMessage(world, boris, anna, { text: String(i) });
    sendMessage(world, vera, anna, { text: 'noise' });
  }
  const box: Box = boxOf(world, anna.id);
  const dialog: Dialog | undefined = box.dialogs.get(boris.id);
  const texts = (page: Partial<HistoryPage>) =>
    historyPage(box, dialog, { ...whole, ...page }).map(({ message }) => message.text);
  return { world, anna, boris, box, dialog, texts };
}

describe('A page of a chat', () => {
  it('is the whole chat, the latest first, when nothing else is asked', () => {
    expect(chat().texts({})).toEqual(['10', '9', '8', '7', '6', '5', '4', '3', '2', '1']);
  });

  it('begins before a message', () => {
    const { texts } = chat();
    expect(texts({ offsetId: 7, limit: 2 })).toEqual(['3', '2']);
    expect(texts({ offsetId: 8, limit: 2 })).toEqual(['4', '3']);
  });

  it('begins before a time', () => {
    expect(chat().texts({ offsetDate: START / 1000 + 4, limit: 2 })).toEqual(['3', '2']);
  });

  it('begins further back or among the newer ones', () => {
    const { texts } = chat();
    expect(texts({ addOffset: 3, limit: 2 })).toEqual(['7', '6']);
    expect(texts({ offsetId: 7, addOffset: -2, limit: 4 })).toEqual(['5', '4', '3', '2']);
    expect(texts({ addOffset: -5, limit: 6 })).toEqual(['10']);
  });

  it('keeps between two numbers', () => {
    expect(chat().texts({ minId: 5, maxId: 13 })).toEqual(['6', '5', '4']);
  });

  it('has no holes where messages were deleted', () => {
    const { world, anna, texts } = chat();
    deleteMessages(world, anna.id, [17, 15, 999], false);
    expect(texts({ limit: 3 })).toEqual(['10', '7', '6']);
  });

  it('is empty in a chat that never was', () => {
    const { box } = chat();
    expect(historyPage(box, box.dialogs.get(1), whole)).toEqual([]);
  });
});

describe('What is unread', () => {
  it('goes down by what was read or deleted', () => {
    const { world, anna, boris, dialog } = chat();
    expect(dialog?.unread).toBe(10);
    readHistory(world, anna.id, boris.id, 7);
    expect(dialog?.unread).toBe(6);
    deleteMessages(world, anna.id, [19, 3], false);
    expect(dialog?.unread).toBe(5);
    readHistory(world, anna.id, boris.id, 3);
    expect(dialog?.readInboxMaxId).toBe(7);
    readHistory(world, anna.id, boris.id, 0);
    expect(dialog?.unread).toBe(0);
  });

  it('is seen by the sender up to the last message of theirs', () => {
    const { world, anna, boris } = chat();
    const theirs = boxOf(world, boris.id).dialogs.get(anna.id);
    readHistory(world, anna.id, boris.id, 8);
    expect(theirs?.readOutboxMaxId).toBe(4);
  });
});
