import { Alert, Stack, Text } from '@mantine/core';
import { api, take } from '../../shared/api.ts';
import { Card } from '../../shared/card.tsx';
import { useTexts } from '../../shared/language.tsx';
import { offerUndo } from '../../shared/notify.tsx';
import type { proxyBody } from '../../shared/proxy-address.ts';
import { accountProxyTypes } from '../../shared/proxy-fields.tsx';
import { ProxyForm } from '../../shared/proxy-form.tsx';
import { SavedSwitch } from '../../shared/saved-switch.tsx';
import { Loaded } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { type Settings, useSettings } from '../../shared/use-settings.ts';
import { useMay } from '../session/use-session.ts';
import { proxyTexts } from './proxy-texts.ts';
import { settingsTexts } from './texts.ts';

type Change = { enabled: boolean; default_proxy?: ReturnType<typeof proxyBody> | null };

const refreshes = ['settings', 'accounts'];

export function ProxySection() {
  return <Loaded query={useSettings()}>{(settings) => <CommonProxy settings={settings} />}</Loaded>;
}

function CommonProxy({ settings }: { settings: Settings }) {
  const t = useTexts(proxyTexts);
  const page = useTexts(settingsTexts);
  const common = useTexts(commonTexts);
  const mayChange = useMay()('settings.write');
  const change = (body: Change) => take(api.POST('/settings/proxy', { body }));
  const undo = useAction((enabled: boolean) => change({ enabled }), { refreshes });
  const { default_proxy_host: host, default_proxy_port: port } = settings;
  return (
    <Stack maw={560}>
      {!mayChange && <Alert variant="light">{page.readOnly}</Alert>}
      <SavedSwitch
        label={t.enabled}
        description={t.enabledHint}
        isOn={settings.proxy_enabled}
        save={(enabled) => change({ enabled })}
        refreshes={refreshes}
        onDone={(enabled) =>
          offerUndo(enabled ? t.on : t.off, common.undo, () => undo.mutate(!enabled))
        }
        disabled={!mayChange}
      />
      <Card title={t.title}>
        <Stack>
          <Text size="sm" c="dimmed">
            {host ? `${settings.default_proxy_type} ${host}:${port}. ${t.default}` : t.none}
          </Text>
          {mayChange && (
            <ProxyForm
              stored={{
                type: settings.default_proxy_type,
                host,
                port,
                user: settings.default_proxy_user,
                hasPassword: settings.default_proxy_pass_set,
              }}
              types={accountProxyTypes}
              refreshes={refreshes}
              save={(default_proxy) => change({ enabled: settings.proxy_enabled, default_proxy })}
              forget={() => change({ enabled: settings.proxy_enabled, default_proxy: null })}
              test={host ? () => take(api.POST('/settings/proxy/test', { body: {} })) : undefined}
              texts={t.form}
            />
          )}
        </Stack>
      </Card>
    </Stack>
  );
}
