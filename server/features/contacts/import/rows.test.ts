import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gatherPeople, type PersonRow } from './gather-people.ts';
import { planColumns } from './plan-columns.ts';
import { readFullName } from './read-cells.ts';
import { rowReader } from './read-row.ts';
import { createSeenPeople } from './seen-people.ts';

const fieldsOf = (head: string[][], mapping?: Record<string, string | null>, header?: boolean) =>
  planColumns(head, mapping, header).columns.map((column) => column.field);

describe('the columns of a file', () => {
  test.each([
    [
      ['Телефон', 'Имя', 'Фамилия', 'Тег'],
      ['phone', 'first_name', 'last_name', 'tags'],
    ],
    [
      ['Номер телефона', 'ФИО', 'Город'],
      ['phone', 'full_name', null],
    ],
    [
      ['Phone Number', 'Last name', 'E-mail'],
      ['phone', 'last_name', null],
    ],
    [
      ['user_id', 'username', 'source', 'added_at', 'status', 'assigned_account', 'priority'],
      ['telegram_id', 'username', null, null, 'status', 'account_id', 'priority'],
    ],
    [
      ['Telegram', 'Часовой пояс', 'custom.Город'],
      ['username', 'time_zone', 'custom.Город'],
    ],
    [
      ['id', 'telegram_id'],
      [null, 'telegram_id'],
    ],
  ])('are known by the headers %j', (headers, fields) => {
    expect(fieldsOf([headers, headers.map(() => 'x')])).toEqual(fields);
  });

  test('are known by their cells where there is no header', () => {
    const head = [
      ['Анна', '@anna_k', '+7 999 123-45-67', '12'],
      ['Олег', 't.me/oleg_k', '8 (999) 123-45-68', '15'],
    ];
    expect(planColumns(head)).toMatchObject({
      hasHeader: false,
      columns: [{ field: null }, { field: 'username' }, { field: 'phone' }, { field: null }],
    });
  });

  test('that a mapping does not name are known as without it', () => {
    const head = [
      ['Имя', 'Телефон', 'Город', 'Приоритет'],
      ['Анна', '+79991234567', 'Казань', '3'],
    ];
    const mapping = { Город: 'custom.city', Приоритет: null };
    expect(fieldsOf(head, mapping)).toEqual(['first_name', 'phone', 'custom.city', null]);
  });

  test('are known by their cells where the headers say nothing', () => {
    const head = [
      ['Кому', 'Сумма'],
      ['+79991234567', '12000'],
    ];
    expect(fieldsOf(head)).toEqual(['phone', null]);
  });

  test('are what the mapping says, by header or by number', () => {
    const head = [
      ['A', 'B', 'C'],
      ['+79991234567', 'Тверь', 'x'],
    ];
    expect(fieldsOf(head, { a: 'phone', '2': 'custom.city', C: null }, true)).toEqual([
      'phone',
      'custom.city',
      null,
    ]);
  });

  test.each([
    [{ Nowhere: 'phone' }, /no column "Nowhere"/],
    [{ '7': 'phone' }, /no column "7"/],
    [{ A: 'phone', B: 'phone' }, /two columns/],
    [{ A: 'notes' }, /No column of the file tells/],
  ])('cannot be %j', (mapping, message) => {
    const plan = () => planColumns([['A', 'B']], mapping, true);
    expect(plan).toThrow(message);
  });
});

describe('a row', () => {
  const read = (columns: Parameters<typeof rowReader>[0], ...cells: string[]) =>
    rowReader(columns, { tags: [], accounts: new Map([['acc_1', 11]]) })(cells);

  test('becomes a person', () => {
    expect(
      read(
        ['telegram_id', 'username', 'phone', 'full_name', 'tags', 'time_zone', 'account_id'],
        '5 123 456 789',
        'https://t.me/Anna_K',
        '8 (999) 123-45-67',
        'Иванова Анна Петровна',
        'vip; Москва, vip',
        'МСК+2',
        'ACC_1',
      ),
    ).toEqual({
      person: {
        telegramId: 5_123_456_789,
        username: 'anna_k',
        phone: '+79991234567',
        firstName: 'Анна',
        lastName: 'Иванова',
        tags: ['vip', 'Москва'],
        timeZone: 'Etc/GMT-5',
        assignedSenderId: 11,
      },
    });
  });

  test('says nothing by what people write for nothing', () => {
    const columns = ['telegram_id', 'username', 'phone'] as const;
    expect(read(columns, '0', '-', '+79991234567')).toEqual({
      person: { phone: '+79991234567' },
    });
    expect(read(columns, ' ', '', '')).toBe('empty');
    expect(read(columns, '—', 'нет', 'n/a')).toMatchObject({
      refused: { en: expect.stringMatching(/no Telegram id, username or phone/) },
    });
  });

  test.each([
    ['phone', '12', /phone/],
    ['username', 'два слова', /username/],
    ['telegram_id', '12.5', /Telegram id/],
    ['telegram_id', '99999999999999999', /Telegram id/],
    ['priority', '11', /1 to 10/],
    ['priority', '2.5', /1 to 10/],
    ['status', 'sold', /status/],
    ['language', 'клингонский', /language/],
    ['time_zone', 'Mars/Base', /time zone/],
    ['time_zone', '+27', /time zone/],
    ['account_id', 'acc_2', /no account acc_2/],
    ['first_name', 'x'.repeat(201), /too long/],
    ['notes', 'half \ud800', /cannot be stored/],
  ] as const)('with the %s %j is refused with the reason', (field, value, reason) => {
    const columns = field === 'phone' ? ([field] as const) : ([field, 'phone'] as const);
    expect(read(columns, value, '+79991234567')).toMatchObject({
      refused: { en: expect.stringMatching(reason), ru: expect.stringMatching(/[а-я]/) },
    });
  });

  test.each([
    ['Иванов Иван Иванович', 'Иван', 'Иванов'],
    ['Иван Иванович Иванов', 'Иван', 'Иванов'],
    ['John Smith', 'John', 'Smith'],
    ['Анна', 'Анна', ''],
    ['Juan Carlos de la Cruz', 'Juan', 'Carlos de la Cruz'],
  ])('with the full name %s is of %s', (name, first, last) => {
    expect(readFullName(name)).toEqual({ first, last });
  });
});

describe('rows of one person', () => {
  test('become one, and what a later row says holds', () => {
    const rows: PersonRow[] = [
      { row: 2, person: { username: 'a', firstName: 'Ann', tags: ['x'], custom: { c: '1' } } },
      { row: 3, person: { phone: '+7', firstName: 'Bob' } },
      { row: 4, person: { username: 'a', telegramId: 5, tags: ['y'], custom: { d: '2' } } },
      { row: 5, person: { telegramId: 5, firstName: 'Anna' } },
    ];
    const { people, doubtful } = gatherPeople(rows);
    expect(doubtful).toEqual([]);
    expect(people).toContainEqual({ row: 3, rows: 1, person: { phone: '+7', firstName: 'Bob' } });
    expect(people).toContainEqual({
      row: 2,
      rows: 3,
      person: {
        username: 'a',
        telegramId: 5,
        firstName: 'Anna',
        tags: ['x', 'y'],
        custom: { c: '1', d: '2' },
      },
    });
  });

  test('that contradict each other are left apart, in their order', () => {
    const rows: PersonRow[] = [
      { row: 2, person: { username: 'a', telegramId: 1 } },
      { row: 3, person: { phone: '+7' } },
      { row: 4, person: { username: 'a', telegramId: 2 } },
    ];
    const { people, doubtful } = gatherPeople(rows);
    expect(doubtful.map((r) => r.row)).toEqual([2, 4]);
    expect(people.map((p) => p.row)).toEqual([3]);
  });

  const row = fc.record(
    {
      telegramId: fc.nat(5),
      username: fc.constantFrom('a', 'b', 'c'),
      phone: fc.constantFrom('+1', '+2', '+3'),
    },
    { requiredKeys: [] },
  );

  test('are never lost, and no two gathered people share a name', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (given) => {
        const rows = given.map((person, i) => ({ row: i + 2, person }));
        const { people, doubtful } = gatherPeople(rows);
        const count = people.reduce((sum, p) => sum + p.rows, doubtful.length);
        expect(count).toBe(rows.length);
        for (const kind of ['telegramId', 'username', 'phone'] as const) {
          const values = people.map((p) => p.person[kind]).filter((v) => v !== undefined);
          expect(new Set(values).size).toBe(values.length);
          for (const { person } of doubtful)
            if (person[kind] !== undefined) expect(values).not.toContain(person[kind]);
        }
      }),
    );
  });
});

test('a dry run knows by any name whom it has met, among a hundred thousand', () => {
  const seen = createSeenPeople();
  for (let n = 1; n <= 100_000; n++)
    expect(seen.meet({ telegramId: n, username: `u${n}` })).toBe(false);
  expect(seen.meet({ username: 'u77777' })).toBe(true);
  expect(seen.meet({ telegramId: 100_000, phone: '+7999' })).toBe(true);
  expect(seen.meet({ phone: '+7999' })).toBe(true);
  expect(seen.meet({ telegramId: 100_001 })).toBe(false);
});
