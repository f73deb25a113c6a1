import { ActionIcon, Badge, Button, Group, Menu, Paper, Stack, Text } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ConfirmTyping } from '../../shared/confirm-typing.tsx';
import { useTexts } from '../../shared/language.tsx';
import { When } from '../../shared/when.tsx';
import { useMay } from '../session/use-session.ts';
import { EditEndpoint } from './endpoint-form.tsx';
import { ReplaySince } from './replay-since.tsx';
import { RotateSecret } from './rotate-secret.tsx';
import { webhooksTexts } from './texts.ts';
import { type Endpoint, useEndpointActions } from './use-endpoints.ts';

/** One address: what it is told of, whether it hears, and what can be done about it. */
export function EndpointCard({ endpoint }: { endpoint: Endpoint }) {
  const t = useTexts(webhooksTexts);
  const may = useMay();
  const { enable, test } = useEndpointActions(endpoint.id);
  return (
    <Paper withBorder p="sm" radius="md" component="li">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} style={{ minWidth: 0, flex: 1 }}>
          <Group gap={6}>
            <Badge color={endpoint.enabled ? 'teal' : 'gray'} variant="dot" tt="none">
              {endpoint.enabled ? t.on : t.off}
            </Badge>
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {endpoint.url}
            </Text>
          </Group>
          {endpoint.description && <Text size="sm">{endpoint.description}</Text>}
          <Text size="xs" c="dimmed">
            {endpoint.event_types.includes('*') ? t.all : endpoint.event_types.join(', ')}
            {endpoint.form && ` · ${t.ofEnvironment}`}
          </Text>
          {endpoint.disabled_because && (
            <Text size="xs" c="dimmed">
              {t.because[endpoint.disabled_because]}
            </Text>
          )}
          {endpoint.failing_since && (
            <Text size="xs" c="var(--mantine-color-error)">
              {t.failingSince} <When at={endpoint.failing_since} />
            </Text>
          )}
          {endpoint.previous_secret_until && (
            <Text size="xs" c="dimmed">
              {t.oldSecretUntil} <When at={endpoint.previous_secret_until} />
            </Text>
          )}
        </Stack>
        {may('webhooks.write') && (
          <Group gap={6} wrap="nowrap">
            <Button
              size="xs"
              variant="default"
              loading={test.isPending}
              onClick={() => test.mutate()}
            >
              {t.test}
            </Button>
            {!endpoint.form && (
              <Button
                size="xs"
                variant="default"
                loading={enable.isPending}
                onClick={() => enable.mutate(!endpoint.enabled)}
              >
                {endpoint.enabled ? t.pause : t.resume}
              </Button>
            )}
            <MoreActions endpoint={endpoint} />
          </Group>
        )}
      </Group>
    </Paper>
  );
}

function MoreActions({ endpoint }: { endpoint: Endpoint }) {
  const t = useTexts(webhooksTexts);
  const [window, setWindow] = useState<'edit' | 'rotate' | 'replay' | 'remove'>();
  const { remove } = useEndpointActions(endpoint.id);
  const close = () => setWindow(undefined);
  const host = URL.canParse(endpoint.url) ? new URL(endpoint.url).host : endpoint.url;
  const isOurs = endpoint.form === null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t.more(endpoint.url)}>
            <IconDotsVertical size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            to="/webhooks/deliveries"
            search={{ endpoint: String(endpoint.id) } as never}
          >
            {t.deliveries}
          </Menu.Item>
          <Menu.Item onClick={() => setWindow('replay')}>{t.replaySince}</Menu.Item>
          {isOurs && <Menu.Item onClick={() => setWindow('edit')}>{t.edit}</Menu.Item>}
          <Menu.Item onClick={() => setWindow('rotate')}>{t.rotate}</Menu.Item>
          {isOurs && (
            <Menu.Item c="var(--mantine-color-error)" onClick={() => setWindow('remove')}>
              {t.remove}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {window === 'edit' && <EditEndpoint endpoint={endpoint} onClose={close} />}
      {window === 'rotate' && <RotateSecret endpoint={endpoint} onClose={close} />}
      {window === 'replay' && <ReplaySince endpoint={endpoint} onClose={close} />}
      <ConfirmTyping
        isOpen={window === 'remove'}
        title={t.removeTitle}
        word={host}
        action={t.remove}
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSuccess: close })}
        onClose={close}
      >
        {t.removeHint}
      </ConfirmTyping>
    </>
  );
}
