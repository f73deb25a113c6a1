import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortOut } from './merge-targets.ts';

const target = fc.record({
  campaignId: fc.integer({ min: 1, max: 3 }),
  status: fc.constantFrom('planned', 'queued', 'active', 'completed', 'left_out' as const),
  said: fc.integer({ min: 0, max: 3 }),
  dialogId: fc.option(fc.integer({ min: 1, max: 9 })),
});

test('of the targets of one person one stays in each campaign, and one leads', () => {
  fc.assert(
    fc.property(fc.array(target, { maxLength: 6 }), (given) => {
      const stood = given.map((t, i) => ({ ...t, id: i + 1 }));
      const { doubled, outrun } = sortOut(stood);
      const kept = stood.filter((t) => !doubled.includes(t));
      expect(new Set(kept.map((t) => t.campaignId)).size).toBe(kept.length);
      const leading = kept.filter(
        (t) => ['queued', 'active'].includes(t.status) && !outrun.includes(t),
      );
      expect(leading.length).toBeLessThanOrEqual(1);
      for (const gone of doubled) {
        const stays = kept.find((t) => t.campaignId === gone.campaignId);
        expect(stays?.said).toBeGreaterThanOrEqual(gone.said);
      }
    }),
  );
});
