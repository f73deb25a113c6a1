import { describe, expect, it } from 'vitest';
import { unlistedAfter } from './collect-from-chat.ts';

const empty = { next: null, total: 0 };

describe('Those of a chat whom Telegram does not list', () => {
  it('are told when its list ends before the chat does', () => {
    expect(unlistedAfter({ next: 10_000, total: 200_000 }, empty)).toBe(190_000);
  });

  it('are none in a chat that was listed whole, also when somebody left meanwhile', () => {
    expect(unlistedAfter({ next: 450, total: 450 }, empty)).toBe(0);
    expect(unlistedAfter({ next: 450, total: 449 }, empty)).toBe(0);
  });

  it('are not known before the end, and none in a basic group, which tells everybody', () => {
    expect(unlistedAfter({ next: 200, total: 900 }, { next: 400, total: 900 })).toBe(0);
    expect(unlistedAfter({ next: 0, total: 0 }, { next: null, total: 150 })).toBe(0);
  });
});
