import { Alert, Paper, Stack, Title } from '@mantine/core';
import { useTexts } from '../../shared/language.tsx';
import { TextLink } from '../../shared/links.tsx';
import { accountProxyTypes } from '../../shared/proxy-fields.tsx';
import { ProxyForm } from '../../shared/proxy-form.tsx';
import { SavedSwitch } from '../../shared/saved-switch.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useSettings } from '../../shared/use-settings.ts';
import { wayOut } from '../../shared/way-out.ts';
import { useMay } from '../session/use-session.ts';
import { accountTexts } from './account-texts.ts';
import { putProxy, testProxy } from './change-account.ts';
import { type Account, patchAccount } from './use-accounts.ts';

const refreshes = ['accounts'];

/** How the account leaves the server: directly, through the common proxy or its own. */
export function AccountProxy({ account }: { account: Account }) {
  const t = useTexts(accountTexts);
  const common = useTexts(commonTexts);
  const may = useMay();
  const mayChange = may('accounts.write');
  return (
    <Paper withBorder p="md" maw={560}>
      <Stack>
        <SavedSwitch
          label={t.useProxy}
          description={<Now account={account} />}
          isOn={account.use_proxy}
          save={(use_proxy) => patchAccount(account.id, { use_proxy })}
          refreshes={refreshes}
          disabled={!mayChange}
        />
        {mayChange ? (
          <>
            <Title order={2} size="h4">
              {t.ownProxy}
            </Title>
            <ProxyForm
              stored={{
                type: account.proxy_type,
                host: account.proxy_host,
                port: account.proxy_port,
                user: account.proxy_user,
                hasPassword: account.proxy_pass_set,
              }}
              types={accountProxyTypes}
              refreshes={refreshes}
              save={(proxy) => putProxy(account.id, { use_proxy: true, ...proxy })}
              forget={() => putProxy(account.id, { use_proxy: account.use_proxy, type: 'socks5' })}
              test={() => testProxy(account.id)}
              texts={t.proxyForm}
            />
          </>
        ) : (
          <Alert variant="light">{common.notAllowed}</Alert>
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
