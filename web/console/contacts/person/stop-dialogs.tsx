import { Autocomplete, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { notifyDone, offerUndo } from '../../../shared/notify.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import { personTexts } from './texts.ts';

/** As the API is told whom it is about. */
export type Recipient = { user_id?: number; username?: string; phone?: string };
type StopDialogProps = { recipient: Recipient; name: string; onClose: () => void };

const refreshes = ['contacts', 'do-not-contact', 'contact-count'];

/** Puts a person on the do-not-contact list, for a reason. */
export function StopDialog({ recipient, name, onClose }: StopDialogProps) {
  const t = useTexts(personTexts);
  const common = useTexts(commonTexts);
  const [reason, setReason] = useState('');
  const undo = useAction(
    () => take(api.POST('/do-not-contact/lift', { body: { ...recipient, because: t.undone } })),
    { refreshes },
  );
  const stop = useAction(
    () =>
      take(
        api.POST('/do-not-contact', {
          body: { ...recipient, reason: reason.trim(), evidence: {} },
        }),
      ),
    {
      refreshes,
      onDone: ({ message }) => {
        onClose();
        offerUndo(message, common.undo, () => undo.mutate(undefined));
      },
    },
  );
  return (
    <Dialog onClose={onClose} title={t.stopTitle(name)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          stop.mutate(undefined);
        }}
      >
        <Stack>
          <Text size="sm">{t.stopHint}</Text>
          <Autocomplete
            label={t.stopReason}
            data={t.stopReasons}
            value={reason}
            onChange={setReason}
            maxLength={500}
            required
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" color="red" loading={stop.isPending} disabled={!reason.trim()}>
              {t.stopIt}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** Takes back a wrong stop; what is said here is kept. */
export function LiftDialog({ recipient, name, onClose }: StopDialogProps) {
  const t = useTexts(personTexts);
  const common = useTexts(commonTexts);
  const [because, setBecause] = useState('');
  const lift = useAction(
    () =>
      take(api.POST('/do-not-contact/lift', { body: { ...recipient, because: because.trim() } })),
    {
      refreshes,
      onDone: ({ message }) => {
        onClose();
        notifyDone(message);
      },
    },
  );
  return (
    <Dialog onClose={onClose} title={t.liftTitle(name)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          lift.mutate(undefined);
        }}
      >
        <Stack>
          <Text size="sm">{t.liftHint}</Text>
          <Textarea
            label={t.because}
            value={because}
            onChange={(event) => setBecause(event.currentTarget.value)}
            minLength={3}
            maxLength={500}
            autosize
            minRows={2}
            required
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={lift.isPending} disabled={because.trim().length < 3}>
              {t.liftIt}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
