import { Stack, Title } from '@mantine/core';
import type { BotProxyType } from '../../../contract/bots.ts';
import { api, take } from '../../shared/api.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { useTexts } from '../../shared/language.tsx';
import { TextLink } from '../../shared/links.tsx';
import { ProxyForm } from '../../shared/proxy-form.tsx';
import { SavedSwitch } from '../../shared/saved-switch.tsx';
import { useSettings } from '../../shared/use-settings.ts';
import { wayOut } from '../../shared/way-out.ts';
import { botProxyTexts } from './bot-proxy-texts.ts';
import { type Bot, nameOf, patchBot } from './use-bots.ts';

const refreshes = ['bots'];
const types = ['socks5', 'http'] as const satisfies readonly BotProxyType[];

/** How a bot leaves the server: directly, through the common proxy or its own. */
export function BotProxyDialog({ bot, onClose }: { bot: Bot; onClose: () => void }) {
  const t = useTexts(botProxyTexts);
  const params = { path: { id: bot.id } };
  return (
    <Dialog onClose={onClose} title={t.of(nameOf(bot))}>
      <Stack>
        <SavedSwitch
          label={t.use}
          description={<Now bot={bot} />}
          isOn={bot.use_proxy}
          save={(use_proxy) => patchBot(bot.id, { use_proxy })}
          refreshes={refreshes}
        />
        <Title order={3} size="h5">
          {t.own}
        </Title>
        <ProxyForm
          stored={{
            type: bot.proxy_type,
            host: bot.proxy_host,
            port: bot.proxy_port,
            user: bot.proxy_user,
            hasPassword: bot.proxy_pass_set,
          }}
          types={types}
          refreshes={refreshes}
          save={(proxy) =>
            take(api.PUT('/bots/{id}/proxy', { params, body: { use_proxy: true, ...proxy } }))
          }
          forget={() =>
            take(
              api.PUT('/bots/{id}/proxy', {
                params,
                body: { use_proxy: bot.use_proxy, type: 'socks5' },
              }),
            )
          }
          test={() => take(api.POST('/bots/{id}/proxy/test', { params, body: {} }))}
          texts={t.form}
        />
      </Stack>
    </Dialog>
  );
}

/** Which way it goes now. */
function Now({ bot }: { bot: Bot }) {
  const t = useTexts(botProxyTexts);
  const settings = useSettings();
  if (!settings.data) return null;
  const way = wayOut(bot, settings.data);
  if (way === 'direct') return t.ways.direct;
  if (way === 'own') return t.goesOwn(`${bot.proxy_type} ${bot.proxy_host}:${bot.proxy_port}`);
  const isClosed = way === 'common' && settings.data.default_proxy_type === 'mtproto';
  return (
    <>
      {isClosed ? t.commonIsMtproto : t.ways[way]}{' '}
      <TextLink to="/settings/$section" params={{ section: 'proxy' }} inherit underline="always">
        {t.toSettings}
      </TextLink>
    </>
  );
}
