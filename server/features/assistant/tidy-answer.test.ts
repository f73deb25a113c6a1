import { expect, test } from 'vitest';
import { tidyAnswer } from './tidy-answer.ts';

test.each([
  ['quotes around the whole', '«Здравствуйте!»', 'Здравствуйте!'],
  ['a label before it', 'Ответ: Здравствуйте!', 'Здравствуйте!'],
  ['thinking aloud', '<think>They ask a price.</think>\nСтол стоит 5 000.', 'Стол стоит 5 000.'],
  ['emphasis', 'Стол **очень** хороший, `берите`', 'Стол очень хороший, берите'],
  ['a link in markdown', '[Каталог](https://a.ru/c)', 'Каталог: https://a.ru/c'],
  ['bullets', '* стол\n* стул', '— стол\n— стул'],
  ['empty lines', 'Да.\n\n\n\nЖдём.', 'Да.\n\nЖдём.'],
])('%s is taken off', (_, text, tidy) => expect(tidyAnswer(text)).toBe(tidy));

test.each(['«Лада» и «Нива»', 'Стол 2*3 метра', 'Он сказал: «да»', 'snake_case и __init', ''])(
  '%j stays as it is',
  (text) => expect(tidyAnswer(text)).toBe(text),
);
