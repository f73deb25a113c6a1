import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { useTexts } from '../../../shared/language.tsx';
import { notifyDone, offerUndo } from '../../../shared/notify.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import { type Contact, recipientOf } from '../contact.ts';
import { listTexts } from './texts.ts';

/** Each is a request of its own: more belong into a file. */
export const MOST_AT_ONCE = 200;
const refreshes = ['contacts', 'do-not-contact', 'contact-count'];

/** Puts people on the do-not-contact list, one after another, with a way back. */
export function useStopPeople() {
  const t = useTexts(listTexts);
  const common = useTexts(commonTexts);
  const [done, setDone] = useState(0);
  const lift = useAction(
    async (people: readonly Contact[]) => {
      for (const person of people)
        await take(
          api.POST('/do-not-contact/lift', {
            body: { ...recipientOf(person), because: t.stopUndone },
          }),
        );
    },
    { refreshes },
  );
  const stop = useAction(
    async (people: readonly Contact[]) => {
      setDone(0);
      const stopped: Contact[] = [];
      // Whoever was stopped before isn't set free when this is taken back.
      for (const person of people.filter(({ opted_out_at }) => opted_out_at === null)) {
        const recipient = recipientOf(person);
        if (!recipient) continue;
        await take(
          api.POST('/do-not-contact', {
            body: { ...recipient, reason: t.stopReason, evidence: {} },
          }),
        );
        stopped.push(person);
        setDone(stopped.length);
      }
      return stopped;
    },
    {
      refreshes,
      onDone: (stopped) => {
        if (stopped.length === 0) notifyDone(t.stoppedAlready);
        else offerUndo(t.stoppedDone(stopped.length), common.undo, () => lift.mutate(stopped));
      },
    },
  );
  return { stop: stop.mutate, isStopping: stop.isPending || lift.isPending, done };
}
