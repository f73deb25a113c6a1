import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { useMay } from '../session/use-session.ts';
import { EndpointCard } from './endpoint-card.tsx';
import { AddEndpoint } from './endpoint-form.tsx';
import { webhooksTexts } from './texts.ts';
import { useEndpoints } from './use-endpoints.ts';
import { WebhooksTabs } from './webhooks-tabs.tsx';

/** Whom Vestnik tells of what happens. */
export default function WebhooksPage() {
  const t = useTexts(webhooksTexts);
  const may = useMay();
  const query = useEndpoints();
  const [isAdding, adding] = useDisclosure();
  const add = may('webhooks.write') && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={adding.open}>
      {t.add}
    </Button>
  );
  return (
    <Page title={t.title} subtitle={t.subtitle} actions={add}>
      <WebhooksTabs here="endpoints" />
      <Loaded query={query}>
        {(endpoints) =>
          endpoints.length === 0 ? (
            <Empty title={t.empty}>{t.emptyHint}</Empty>
          ) : (
            <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
              {endpoints.map((endpoint) => (
                <EndpointCard key={endpoint.id} endpoint={endpoint} />
              ))}
            </Stack>
          )
        }
      </Loaded>
      {isAdding && <AddEndpoint onClose={adding.close} />}
    </Page>
  );
}
