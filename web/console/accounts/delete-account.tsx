import { Button, Checkbox, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { ConfirmTyping } from '../../shared/confirm-typing.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { accountTexts } from './account-texts.ts';
import type { Account } from './use-accounts.ts';

/** Takes the account out of the pool for good. */
export function DeleteAccount({ account }: { account: Account }) {
  const t = useTexts(accountTexts);
  const common = useTexts(commonTexts);
  const navigate = useNavigate();
  const [isOpen, { open, close }] = useDisclosure();
  const [logsOut, setLogsOut] = useState(false);
  const remove = useAction(
    () =>
      take(
        api.DELETE('/accounts/{id}', {
          params: { path: { id: account.id }, query: { log_out: logsOut ? 'true' : 'false' } },
        }),
      ),
    {
      onDone: ({ message }) => {
        notifyDone(message);
        void navigate({ to: '/accounts', replace: true });
      },
    },
  );
  return (
    <>
      <Button variant="outline" color="red" onClick={open} style={{ alignSelf: 'flex-start' }}>
        {t.remove}
      </Button>
      <ConfirmTyping
        isOpen={isOpen}
        title={t.remove}
        word={account.name}
        action={common.remove}
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate(undefined)}
        onClose={close}
      >
        <Stack gap="sm">
          {t.removeHint}
          <Checkbox
            label={t.removeLogOut}
            description={t.removeLogOutHint}
            checked={logsOut}
            onChange={(event) => setLogsOut(event.currentTarget.checked)}
          />
        </Stack>
      </ConfirmTyping>
    </>
  );
}
