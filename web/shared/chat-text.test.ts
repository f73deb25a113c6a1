import { describe, expect, test } from 'vitest';
import { partsOfText } from './chat-text.ts';

const clickable = (text: string) =>
  partsOfText(text)
    .filter(({ kind }) => kind !== 'plain')
    .map((part) => part.text);

describe('a text as Telegram shows it', () => {
  test('has links, names and hashtags, without the full stop behind them', () => {
    expect(clickable('See https://example.com/a?b=1. Or t.me/vera, @vera_s and #осень!')).toEqual([
      'https://example.com/a?b=1',
      't.me/vera',
      '@vera_s',
      '#осень',
    ]);
  });

  test('takes no mail address for a name', () => {
    expect(clickable('write to vera@example.com')).toEqual([]);
  });

  test('is given back whole', () => {
    for (const text of ['', ' a ', '@', '# https://', 'https://a.b/c,d @ab\n#x'])
      expect(
        partsOfText(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
  });
});
