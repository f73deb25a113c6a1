import { api, take } from '../../shared/api.ts';
import { notifyDone } from '../../shared/notify.tsx';
import { useAction } from '../../shared/use-action.ts';

/** Any one of the ways in which a person is known. */
export type Known = {
  telegram_id: number | null;
  username: string | null;
  phone: string | null;
};

const refreshes = ['dialogs', 'contacts', 'do-not-contact', 'overview'];

function recipientOf({ telegram_id, username, phone }: Known) {
  if (telegram_id !== null) return { user_id: telegram_id };
  return username === null ? { phone: phone ?? '' } : { username };
}

/** Nobody of the team writes to a person any more, and the way back, which needs a reason. */
export function useDoNotContact(person: Known) {
  const stop = useAction(
    (reason: string) =>
      take(api.POST('/do-not-contact', { body: { ...recipientOf(person), reason } })),
    { refreshes, onDone: ({ message }) => notifyDone(message) },
  );
  const lift = useAction(
    (because: string) =>
      take(api.POST('/do-not-contact/lift', { body: { ...recipientOf(person), because } })),
    { refreshes, onDone: ({ message }) => notifyDone(message) },
  );
  return { stop, lift };
}
