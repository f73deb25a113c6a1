import { Alert, Button, Group, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { Card } from '../../shared/card.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone, offerUndo } from '../../shared/notify.tsx';
import {
  emptyProxy,
  isProxyComplete,
  type ProxyDraft,
  proxyBody,
} from '../../shared/proxy-address.ts';
import { ProxyFields } from '../../shared/proxy-fields.tsx';
import { ProxyTest } from '../../shared/proxy-test.tsx';
import { Failure, Loaded } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { type Settings, useSettings } from '../../shared/use-settings.ts';
import { useMay } from '../session/use-session.ts';
import { proxyTexts } from './proxy-texts.ts';
import { settingsTexts } from './texts.ts';

type Change = { enabled: boolean; default_proxy?: ReturnType<typeof proxyBody> | null };

export function ProxySection() {
  return <Loaded query={useSettings()}>{(settings) => <ProxyForm settings={settings} />}</Loaded>;
}

function ProxyForm({ settings }: { settings: Settings }) {
  const t = useTexts(proxyTexts);
  const page = useTexts(settingsTexts);
  const common = useTexts(commonTexts);
  const mayChange = useMay()('settings.write');
  const [draft, setDraft] = useState(() => draftOf(settings));
  const change = (body: Change) => take(api.POST('/settings/proxy', { body }));
  const refreshes = ['settings', 'accounts'];
  const turn = useAction((enabled: boolean) => change({ enabled }), {
    refreshes,
    onDone: (_, enabled) =>
      offerUndo(enabled ? t.on : t.off, common.undo, () => turn.mutate(!enabled)),
  });
  const save = useAction(
    () => change({ enabled: settings.proxy_enabled, default_proxy: proxyBody(draft) }),
    { refreshes, quiet: true, onDone: () => notifyDone(t.saved) },
  );
  const forget = useAction(() => change({ enabled: settings.proxy_enabled, default_proxy: null }), {
    refreshes,
    onDone: () => {
      setDraft(emptyProxy);
      notifyDone(t.forgotten);
    },
  });
  const { default_proxy_host: host, default_proxy_port: port } = settings;
  return (
    <Stack maw={560}>
      {!mayChange && <Alert variant="light">{page.readOnly}</Alert>}
      <Switch
        label={t.enabled}
        description={t.enabledHint}
        checked={settings.proxy_enabled}
        disabled={!mayChange || turn.isPending}
        onChange={(event) => turn.mutate(event.currentTarget.checked)}
      />
      <Card title={t.title}>
        <Stack>
          <Text size="sm" c="dimmed">
            {host ? `${settings.default_proxy_type} ${host}:${port}. ${t.default}` : t.none}
          </Text>
          {mayChange && (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                save.mutate(undefined);
              }}
            >
              <Stack gap="sm">
                <ProxyFields
                  value={draft}
                  onChange={setDraft}
                  hasPassword={settings.default_proxy_pass_set}
                />
                {save.error && <Failure error={save.error} />}
                <Group>
                  <Button type="submit" disabled={!isProxyComplete(draft)} loading={save.isPending}>
                    {common.save}
                  </Button>
                  {host && (
                    <Button
                      variant="default"
                      loading={forget.isPending}
                      onClick={() => forget.mutate(undefined)}
                    >
                      {t.forget}
                    </Button>
                  )}
                </Group>
              </Stack>
            </form>
          )}
          {mayChange && host && (
            <>
              <Text size="sm" c="dimmed">
                {t.testHint}
              </Text>
              <ProxyTest
                label={t.test}
                run={() => take(api.POST('/settings/proxy/test', { body: {} }))}
              />
            </>
          )}
        </Stack>
      </Card>
    </Stack>
  );
}

function draftOf(settings: Settings): ProxyDraft {
  return {
    type: settings.default_proxy_type,
    host: settings.default_proxy_host ?? '',
    port: settings.default_proxy_port?.toString() ?? '',
    username: settings.default_proxy_user ?? '',
    password: '',
  };
}
