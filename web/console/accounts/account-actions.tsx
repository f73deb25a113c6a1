import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTexts } from '../../shared/language.tsx';
import { LinkButton } from '../../shared/links.tsx';
import { notifyDone, offerUndo } from '../../shared/notify.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { useMay } from '../session/use-session.ts';
import { accountTexts } from './account-texts.ts';
import { checkAccount } from './change-account.ts';
import { type Account, patchAccount } from './use-accounts.ts';

const refreshes = ['accounts'];

/** What is done to an account from the head of its page. */
export function AccountActions({ account }: { account: Account }) {
  const t = useTexts(accountTexts);
  const common = useTexts(commonTexts);
  const may = useMay();
  const { id, name, status } = account;
  const check = useAction(() => checkAccount(id), {
    refreshes,
    onDone: () => notifyDone(t.checked),
  });
  const setDisabled = useAction((disabled: boolean) => patchAccount(id, { disabled }), {
    refreshes,
    onDone: (_, disabled) =>
      offerUndo(disabled ? t.disabled(name) : t.enabled(name), common.undo, () =>
        setDisabled.mutate(!disabled),
      ),
  });
  if (!may('accounts.write')) return null;
  const isDisabled = status === 'disabled';
  return (
    <>
      {account.needs_sign_in && account.phone && (
        <LinkButton to="/accounts/add" search={{ way: 'phone', phone: account.phone }}>
          {t.signInAgain}
        </LinkButton>
      )}
      {status === 'warming' && <Vouch account={account} />}
      <Button variant="default" loading={check.isPending} onClick={() => check.mutate(undefined)}>
        {t.checkNow}
      </Button>
      {status !== 'banned' && status !== 'checking' && !account.needs_sign_in && (
        <Button
          variant="default"
          loading={setDisabled.isPending}
          onClick={() => setDisabled.mutate(!isDisabled)}
        >
          {isDisabled ? t.enable : t.disable}
        </Button>
      )}
    </>
  );
}

/** Skipping the warm-up cannot be undone: what it means is said first. */
function Vouch({ account }: { account: Account }) {
  const t = useTexts(accountTexts);
  const common = useTexts(commonTexts);
  const [isOpen, { open, close }] = useDisclosure();
  const vouch = useAction(() => patchAccount(account.id, { status: 'active' }), {
    refreshes,
    onDone: () => {
      close();
      notifyDone(t.vouched);
    },
  });
  return (
    <>
      <Button variant="default" onClick={open}>
        {t.vouch}
      </Button>
      <Modal opened={isOpen} onClose={close} title={t.vouchTitle} centered>
        <Stack>
          <Text size="sm">{t.vouchHint}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {common.cancel}
            </Button>
            <Button loading={vouch.isPending} onClick={() => vouch.mutate(undefined)}>
              {t.vouch}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
