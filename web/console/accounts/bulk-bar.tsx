import { Button, Group, Menu, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone, notifyFailed, offerUndo } from '../../shared/notify.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useMay } from '../session/use-session.ts';
import styles from './bulk-bar.module.css';
import { BulkProxy } from './bulk-proxy.tsx';
import { BulkTags } from './bulk-tags.tsx';
import { checkAccount, putProxy } from './change-account.ts';
import { accountsTexts } from './texts.ts';
import { type Account, type AccountPatch, patchAccount } from './use-accounts.ts';
import { useBulk } from './use-bulk.ts';

type BulkBarProps = { selected: readonly Account[]; onUnselect: () => void };
type Dialog = 'proxy' | 'addTags' | 'removeTags';

/** What can be done with the chosen accounts, how far it is, and what did not work out. */
export function BulkBar({ selected, onUnselect }: BulkBarProps) {
  const t = useTexts(accountsTexts);
  const common = useTexts(commonTexts);
  const may = useMay();
  const bulk = useBulk();
  const [dialog, setDialog] = useState<Dialog>();
  const canAnswer = may('accounts.write');

  /** Does it, tells of it, and offers the way back where there is one. */
  const doWith = async (
    accounts: readonly Account[],
    one: (account: Account) => Promise<unknown>,
    options: { said?: (n: number) => string; back?: (account: Account) => Promise<unknown> } = {},
  ) => {
    const { done, failures, wasStopped } = await bulk.run(accounts, one);
    const { back, said = t.allDone } = options;
    if (failures.length > 0) return notifyFailed(t.someFailed(done.length, failures.length));
    bulk.forget();
    const message = wasStopped ? t.stopped(done.length) : said(done.length);
    if (!back || done.length === 0) return notifyDone(message);
    offerUndo(message, common.undo, () => void doWith(done, back));
  };

  /** Changes only those that aren't so yet, and back only those. */
  const patch = (
    differs: (account: Account) => boolean,
    to: (account: Account) => AccountPatch,
    back: (account: Account) => AccountPatch,
    said?: (n: number) => string,
  ) =>
    doWith(selected.filter(differs), (account) => patchAccount(account.id, to(account)), {
      ...(said && { said }),
      back: (account) => patchAccount(account.id, back(account)),
    });

  const switchProxy = (use_proxy: boolean) =>
    patch(
      (account) => account.use_proxy !== use_proxy,
      () => ({ use_proxy }),
      () => ({ use_proxy: !use_proxy }),
    );
  const setDisabled = (disabled: boolean) =>
    patch(
      ({ status }) => (status === 'disabled') !== disabled && !(disabled && status === 'banned'),
      () => ({ disabled }),
      () => ({ disabled: !disabled }),
      disabled ? t.disabledMany : t.enabledMany,
    );

  const { state } = bulk;
  if (selected.length === 0 && !state) return null;
  return (
    <Paper
      withBorder
      shadow="md"
      p="xs"
      role="region"
      aria-label={t.selected(selected.length)}
      className={styles['bar'] ?? ''}
    >
      <Stack gap="xs">
        {state ? (
          <BulkProgress state={state} onStop={bulk.stop} onClose={bulk.forget} />
        ) : (
          <Group gap="xs">
            <Text size="sm" fw={600} aria-live="polite">
              {t.selected(selected.length)}
            </Text>
            {canAnswer && (
              <>
                <Menu>
                  <Menu.Target>
                    <Button
                      size="xs"
                      variant="default"
                      rightSection={<IconChevronDown size={14} aria-hidden />}
                    >
                      {t.proxyMenu}
                    </Button>
                  </Menu.Target>
                  <Menu.Dropdown>
                    <Menu.Item onClick={() => void switchProxy(true)}>{t.proxyOn}</Menu.Item>
                    <Menu.Item onClick={() => void switchProxy(false)}>{t.proxyOff}</Menu.Item>
                    <Menu.Item onClick={() => setDialog('proxy')}>{t.proxySet}</Menu.Item>
                  </Menu.Dropdown>
                </Menu>
                <Button size="xs" variant="default" onClick={() => setDialog('addTags')}>
                  {t.addTags}
                </Button>
                <Button size="xs" variant="default" onClick={() => setDialog('removeTags')}>
                  {t.removeTags}
                </Button>
                <Button size="xs" variant="default" onClick={() => void setDisabled(true)}>
                  {t.disable}
                </Button>
                <Button size="xs" variant="default" onClick={() => void setDisabled(false)}>
                  {t.enable}
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => void doWith(selected, (account) => checkAccount(account.id))}
                >
                  {t.checkNow}
                </Button>
              </>
            )}
            <Button size="xs" variant="subtle" onClick={onUnselect}>
              {t.unselect}
            </Button>
          </Group>
        )}
      </Stack>
      <BulkProxy
        isOpen={dialog === 'proxy'}
        count={selected.length}
        onClose={() => setDialog(undefined)}
        onApply={(proxy) => {
          setDialog(undefined);
          void doWith(selected, (account) => putProxy(account.id, { use_proxy: true, ...proxy }));
        }}
      />
      {(dialog === 'addTags' || dialog === 'removeTags') && (
        <BulkTags accounts={selected} what={dialog} onClose={() => setDialog(undefined)} />
      )}
    </Paper>
  );
}

type BulkProgressProps = {
  state: NonNullable<ReturnType<typeof useBulk>['state']>;
  onStop: () => void;
  onClose: () => void;
};

function BulkProgress({ state, onStop, onClose }: BulkProgressProps) {
  const t = useTexts(accountsTexts);
  const common = useTexts(commonTexts);
  const { all, done, failures, isRunning } = state;
  const seen = done + failures.length;
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text size="sm" aria-live="polite">
          {isRunning ? t.working(seen, all) : t.someFailed(done, failures.length)}
        </Text>
        <Button size="xs" variant="default" onClick={isRunning ? onStop : onClose}>
          {isRunning ? t.stop : common.close}
        </Button>
      </Group>
      {isRunning && <Progress value={(seen / all) * 100} aria-label={t.working(seen, all)} />}
      {!isRunning && (
        <Stack gap={2} component="ul" m={0} pl="md" mah={160} style={{ overflow: 'auto' }}>
          {failures.map(({ account, message }) => (
            <Text key={account.id} size="sm" component="li">
              {account.name}: {message}
            </Text>
          ))}
        </Stack>
      )}
    </Stack>
  );
}
