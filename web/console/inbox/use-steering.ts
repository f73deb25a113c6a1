import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone, offerUndo } from '../../shared/notify.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { useSession } from '../session/use-session.ts';
import type { Dialog } from './inbox.ts';
import { inboxTexts } from './texts.ts';

const refreshes = ['dialogs', 'overview'];

/** All that an operator does with a dialog as a whole. */
export function useSteering(dialog: Dialog) {
  const t = useTexts(inboxTexts);
  const common = useTexts(commonTexts);
  const { operator } = useSession();
  const number = dialog.id;
  const at = { path: { number } };

  const reopen = useAction(
    () => take(api.POST('/dialogs/number/{number}/hand-over', { params: at, body: {} })),
    { refreshes, onDone: () => notifyDone(t.reopened) },
  );
  const assign = useAction(
    (operatorId: number | null) =>
      take(
        api.POST('/dialogs/number/{number}/assign', {
          params: at,
          body: { operator_id: operatorId },
        }),
      ),
    { refreshes, onDone: ({ message }) => notifyDone(message) },
  );
  const take_ = useAction(
    async () => {
      const done = await take(
        api.POST('/dialogs/number/{number}/hand-over', { params: at, body: {} }),
      );
      if (dialog.operator_id === null)
        await take(
          api.POST('/dialogs/number/{number}/assign', {
            params: at,
            body: { operator_id: operator.id },
          }),
        );
      return done;
    },
    { refreshes, onDone: () => notifyDone(t.taken) },
  );
  const handBack = useAction(
    () => take(api.POST('/dialogs/number/{number}/resume', { params: at, body: {} })),
    { refreshes, onDone: ({ message }) => notifyDone(message) },
  );
  const complete = useAction(
    (outcome: 'completed' | 'converted') =>
      take(api.POST('/dialogs/number/{number}/complete', { params: at, body: { outcome } })),
    {
      refreshes,
      onDone: (_, outcome) =>
        offerUndo(outcome === 'converted' ? t.convertedDone : t.completedDone, common.undo, () =>
          reopen.mutate(),
        ),
    },
  );
  const stop = useAction(
    () => take(api.POST('/dialogs/number/{number}/stop', { params: at, body: {} })),
    {
      refreshes,
      onDone: ({ cancelled = 0, on_their_way: onTheirWay = 0 }) =>
        offerUndo(t.stopDone(cancelled, onTheirWay), t.reopen, () => reopen.mutate()),
    },
  );
  const snooze = useAction(
    ({ until, note }: { until: Date | null; note: string }) =>
      take(
        api.POST('/dialogs/number/{number}/snooze', {
          params: at,
          body: { until: until?.toISOString() ?? null, note },
        }),
      ),
    {
      refreshes,
      onDone: ({ message }, { until }) => {
        if (until) offerUndo(message, common.undo, () => snooze.mutate({ until: null, note: '' }));
        else notifyDone(message);
      },
    },
  );
  return { take: take_, handBack, complete, stop, reopen, snooze, assign };
}

export type Steering = ReturnType<typeof useSteering>;
