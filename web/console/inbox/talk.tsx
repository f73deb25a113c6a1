import { useRef } from 'react';
import { useMay } from '../session/use-session.ts';
import { Composer } from './composer.tsx';
import { Draft } from './draft.tsx';
import { History } from './history.tsx';
import { type Dialog, hasEnded } from './inbox.ts';
import { TalkHeader } from './talk-header.tsx';
import { useKeys } from './use-keys.ts';
import { useSteering } from './use-steering.ts';
import { useDraft } from './use-talk.ts';

type TalkProps = {
  dialog: Dialog;
  /** The dialog is done with: the next one, please. */
  onDone: () => void;
};

/** One dialog: its state, what was said, and where to answer. */
export function Talk({ dialog, onDone }: TalkProps) {
  const steering = useSteering(dialog);
  const draft = useDraft(dialog.id);
  const may = useMay();
  const field = useRef<HTMLTextAreaElement>(null);
  const complete = () => steering.complete.mutate('completed', { onSuccess: onDone });
  useKeys({
    r: () => field.current?.focus(),
    e: () => may('dialogs.write') && !hasEnded(dialog) && complete(),
  });
  return (
    <>
      <TalkHeader dialog={dialog} steering={steering} onComplete={complete} />
      <History dialog={dialog} />
      {draft.data && <Draft key={draft.data.id} answerId={draft.data.id} text={draft.data.text} />}
      <Composer dialog={dialog} field={field} />
    </>
  );
}
