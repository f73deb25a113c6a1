import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { checkScript } from './check-script.ts';
import { conditionHolds, renderText, type Variables, variablesOf } from './render-text.ts';
import { delayOf, pickVariant, type Stage } from './script.ts';

const NOBODY = {
  firstName: '',
  lastName: '',
  username: null,
  phone: null,
  language: null,
  source: null,
  tags: [],
  custom: {},
};
const VOICE = { firstName: 'Vera', username: 'vera', phone: '+79990000000' };
const NOON = new Date('2026-03-02T09:30:00Z');
const variables = (change: Record<string, unknown> = {}): Variables =>
  variablesOf({ ...NOBODY, ...change }, VOICE, NOON, 'Europe/Moscow');

const stage = (content: string, change: Partial<Stage> = {}): Stage => ({
  delayMin: 0,
  delayMax: 0,
  condition: null,
  variants: [{ name: null, weight: 1, type: 'text', content, mediaId: null }],
  ...change,
});
const errors = (...stages: Stage[]) =>
  checkScript(stages).map((p) => `${p.stage} ${p.field} ${p.severity}`);

describe('a text', () => {
  test('says what is known of the person, and the fall-back where nothing is', () => {
    const text =
      'Hi {{ first_name | default: "there" }}, {{ account.first_name }} here, {{ hour }}h';
    expect(renderText(text, variables({ firstName: 'Anna' }))).toBe('Hi Anna, Vera here, 12h');
    expect(renderText(text, variables())).toBe('Hi there, Vera here, 12h');
  });

  test('takes the person’s own words as words, never as a template', () => {
    const evil = '{{ account.phone }}{% for i in (1..1000) %}x{% endfor %}';
    for (const change of [{ firstName: evil }, { custom: { note: evil } }])
      expect(renderText('{{ first_name }}{{ custom.note }}', variables(change))).toBe(evil);
  });

  test('reaches nothing but its variables', () => {
    for (const text of [
      '{{ custom.constructor }}',
      '{{ custom.__proto__ }}',
      '{{ first_name.constructor.name }}',
      '{{ tags.constructor }}',
      '{{ process.env }}',
    ])
      expect(renderText(text, variables({ firstName: 'Anna' })), text).toBe('');
  });

  test('has no words that read files', () => {
    for (const tag of ['include "/etc/passwd"', 'render "x"', 'layout "x"'])
      expect(() => renderText(`{% ${tag} %}`, variables())).toThrow(/not found/);
  });

  test('that would cost too much breaks off soon', () => {
    const startedAt = performance.now();
    const huge = { custom: { big: 'x'.repeat(900_000) } };
    for (const [text, change] of [
      ['{% for i in (1..100000000) %}x{% endfor %}', {}],
      ['{{ custom.big | append: custom.big | append: custom.big }}', huge],
      ['{% for i in (1..90000) %}{% for j in (1..90000) %}{{ j }}{% endfor %}{% endfor %}', {}],
    ] as const)
      expect(() => renderText(text, variables(change)), text).toThrow(/limit exceeded/);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test('that a busy machine held up is rendered all the same', () => {
    let ahead = 0;
    let asked = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      // After the bound was set the machine does something else for a while.
      if (++asked === 2) ahead = 1_000;
      return ahead;
    });
    try {
      expect(renderText('Hi {{ first_name }}', variables({ firstName: 'Anna' }))).toBe('Hi Anna');
      expect(asked).toBeGreaterThan(2);
    } finally {
      clock.mockRestore();
    }
  });

  test('whatever a person is called comes out as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (firstName) => {
        expect(renderText('<{{ first_name }}>', variables({ firstName }))).toBe(`<${firstName}>`);
      }),
    );
  });
});

describe('a condition', () => {
  test('holds or not by the person', () => {
    const vip = variables({ tags: ['vip'], custom: { visits: 3 } });
    expect(conditionHolds(null, vip)).toBe(true);
    expect(conditionHolds('tags contains "vip"', vip)).toBe(true);
    expect(conditionHolds('custom.visits > 2 and hour >= 12', vip)).toBe(true);
    expect(conditionHolds('tags contains "vip"', variables())).toBe(false);
  });
});

describe('a check', () => {
  test('finds nothing wrong with a good script', () => {
    expect(
      errors(stage('Hi {{ first_name | default: "you" }}', { condition: 'language == "ru"' })),
    ).toEqual([]);
  });

  test('says where and what is wrong', () => {
    expect(errors(stage('Fine'), stage(' '))).toEqual(['2 content error']);
    expect(errors(stage('Hi {{ first_name'))).toEqual(['1 content error']);
    expect(errors(stage('Hi {{ nickname }}'))).toEqual(['1 content error']);
    expect(errors(stage('Hi {{ account.phone | nosuch }}'))).toEqual(['1 content error']);
    expect(errors(stage('x'.repeat(4_097)))).toEqual(['1 content error']);
    expect(errors(stage('Hi', { delayMin: 5, delayMax: 4 }))).toEqual(['1 delay error']);
    expect(errors(stage('Hi', { condition: 'city == "Perm"' }))).toEqual(['1 condition error']);
    expect(errors(stage('Hi', { condition: 'tags contains "a" %}{% endif' }))).toEqual([
      '1 condition error',
    ]);
  });

  test('warns of what some people have no value for, and of twins', () => {
    expect(errors(stage('Hi {{ first_name }}'))).toEqual(['1 content warning']);
    const twin = { name: null, weight: 1, type: 'text' as const, content: 'A', mediaId: null };
    expect(errors(stage('', { variants: [twin, twin] }))).toEqual(['1 variants warning']);
  });

  test('takes a caption of a file shorter than a text', () => {
    const caption = { name: null, weight: 1, type: 'photo' as const, mediaId: 1 };
    const long = { ...caption, content: 'x'.repeat(1_025) };
    expect(errors(stage('', { variants: [long] }))).toEqual(['1 content error']);
    expect(errors(stage('', { variants: [{ ...caption, content: '' }] }))).toEqual([]);
  });
});

describe('a variant', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 20 });

  test('is one of them, whatever the chance', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (list, chance) => {
        const place = pickVariant(
          list.map((weight) => ({ weight })),
          chance,
        );
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThan(list.length);
      }),
    );
  });

  test('is picked as often as its weight says', () => {
    fc.assert(
      fc.property(weights, (list) => {
        const total = list.reduce((sum, w) => sum + w, 0);
        const picked = list.map(() => 0);
        for (let i = 0; i < total; i++) {
          const place = pickVariant(
            list.map((weight) => ({ weight })),
            (i + 0.5) / total,
          );
          picked[place] = (picked[place] ?? 0) + 1;
        }
        expect(picked).toEqual(list);
      }),
      { numRuns: 30 },
    );
  });

  test('waits between its least and its most', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000),
        fc.nat(1_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (least, more, chance) => {
          const delay = delayOf({ delayMin: least, delayMax: least + more }, chance);
          expect(delay).toBeGreaterThanOrEqual(least * 1_000);
          expect(delay).toBeLessThanOrEqual((least + more) * 1_000);
        },
      ),
    );
  });
});
