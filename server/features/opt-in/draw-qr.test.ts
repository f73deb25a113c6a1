import sharp from 'sharp';
import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { qrPng, qrSvg } from './draw-qr.ts';

const link = `https://t.me/bakery?text=${encodeURIComponent('Здравствуйте! Хочу получать новости. #k7f2')}`;

test('the PNG shows every module of the code, ten pixels wide', async () => {
  const { data, size } = encode(link, { ecc: 'M', border: 4 });
  const { data: pixels, info } = await sharp(qrPng(link))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([size * 10, size * 10]);
  const shown = data.map((row, y) =>
    row.map((_, x) => pixels[(y * 10 + 5) * info.width + x * 10 + 5] === 0),
  );
  expect(shown).toEqual(data);
});

test('the SVG is drawn without anything from outside', () => {
  expect(qrSvg(link)).not.toMatch(/href|script|url\(/);
});
