import { Alert, Button, Group, Paper, Stack, Switch, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { TextLink } from '../../shared/links.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { isProxyComplete, type ProxyDraft, proxyBody } from '../../shared/proxy-address.ts';
import { ProxyFields } from '../../shared/proxy-fields.tsx';
import { ProxyTest } from '../../shared/proxy-test.tsx';
import { Failure } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { useSettings } from '../../shared/use-settings.ts';
import { useMay } from '../session/use-session.ts';
import { accountTexts } from './account-texts.ts';
import { putProxy, testProxy } from './change-account.ts';
import { type Account, patchAccount } from './use-accounts.ts';
import { wayOut } from './way-out.ts';

const refreshes = ['accounts'];

/** How the account leaves the server: directly, through the common proxy or its own. */
export function AccountProxy({ account }: { account: Account }) {
  const t = useTexts(accountTexts);
  const common = useTexts(commonTexts);
  const may = useMay();
  const mayChange = may('accounts.write');
  const [draft, setDraft] = useState(() => draftOf(account));
  const turn = useAction((use_proxy: boolean) => patchAccount(account.id, { use_proxy }), {
    refreshes,
  });
  const save = useAction(() => putProxy(account.id, { use_proxy: true, ...proxyBody(draft) }), {
    refreshes,
    onDone: () => notifyDone(t.proxySaved),
    quiet: true,
  });
  const forget = useAction(
    () => putProxy(account.id, { use_proxy: account.use_proxy, type: 'socks5' }),
    {
      refreshes,
      onDone: () => {
        setDraft(draftOf(undefined));
        notifyDone(t.proxyForgotten);
      },
    },
  );
  return (
    <Paper withBorder p="md" maw={560}>
      <Stack>
        <Switch
          label={t.useProxy}
          description={<Now account={account} />}
          checked={account.use_proxy}
          disabled={!mayChange || turn.isPending}
          onChange={(event) => turn.mutate(event.currentTarget.checked)}
        />
        {mayChange ? (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              save.mutate(undefined);
            }}
          >
            <Stack gap="sm">
              <Title order={2} size="h4">
                {t.ownProxy}
              </Title>
              <ProxyFields value={draft} onChange={setDraft} hasPassword={account.proxy_pass_set} />
              {save.error && <Failure error={save.error} />}
              <Group>
                <Button type="submit" disabled={!isProxyComplete(draft)} loading={save.isPending}>
                  {common.save}
                </Button>
                {account.proxy_host && (
                  <Button
                    variant="default"
                    loading={forget.isPending}
                    onClick={() => forget.mutate(undefined)}
                  >
                    {t.proxyForget}
                  </Button>
                )}
              </Group>
            </Stack>
          </form>
        ) : (
          <Alert variant="light">{common.notAllowed}</Alert>
        )}
        {mayChange && (
          <>
            <Text size="sm" c="dimmed">
              {t.proxyTestHint}
            </Text>
            <ProxyTest label={t.proxyTest} run={() => testProxy(account.id)} />
          </>
        )}
      </Stack>
    </Paper>
  );
}

/** Which way it goes now. */
function Now({ account }: { account: Account }) {
  const t = useTexts(accountTexts);
  const settings = useSettings();
  if (!settings.data) return null;
  const way = wayOut(account, settings.data);
  if (way === 'own')
    return t.proxyOwn(`${account.proxy_type} ${account.proxy_host}:${account.proxy_port}`);
  if (way !== 'allOff' && way !== 'noCommon') return t.ways[way];
  return (
    <>
      {t.ways[way]}{' '}
      <TextLink to="/settings/$section" params={{ section: 'proxy' }} inherit underline="always">
        {t.toProxySettings}
      </TextLink>
    </>
  );
}

function draftOf(account: Account | undefined): ProxyDraft {
  return {
    type: account?.proxy_type ?? 'socks5',
    host: account?.proxy_host ?? '',
    port: account?.proxy_port?.toString() ?? '',
    username: account?.proxy_user ?? '',
    password: '',
  };
}
