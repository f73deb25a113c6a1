import { Badge, Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { useTexts } from '../../shared/language.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { When } from '../../shared/when.tsx';
import { useMay } from '../session/use-session.ts';
import { webhooksTexts } from './texts.ts';
import { type Delivery, useReplayOne } from './use-deliveries.ts';

const colors = { pending: 'blue', delivered: 'teal', dead: 'red' } as const;

export function DeliveryStatusBadge({ status }: Pick<Delivery, 'status'>) {
  const t = useTexts(webhooksTexts);
  return (
    <Badge variant="light" color={colors[status]} tt="none">
      {t.statusOf[status]}
    </Badge>
  );
}

/** One post: of what, where to, how often it was tried and what came of it. */
export function DeliveryDrawer(props: { delivery: Delivery; onClose: () => void }) {
  const { delivery, onClose } = props;
  const t = useTexts(webhooksTexts);
  const common = useTexts(commonTexts);
  const may = useMay();
  const replay = useReplayOne(delivery.id);
  const facts = [
    [t.event, delivery.type],
    [t.endpoint, delivery.url],
    [t.attempts, delivery.attempts],
    [t.answer, delivery.last_status ?? '—'],
    [t.when, <When key="when" at={delivery.created_at} />],
    [t.nextAttempt, <When key="next" at={delivery.next_attempt_at} />],
    [t.finished, <When key="finished" at={delivery.finished_at} />],
    [t.replayedAt, <When key="replayed" at={delivery.replayed_at} />],
  ] as const;
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      title={t.delivery(delivery.id)}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <Stack gap="xs">
        <div>
          <DeliveryStatusBadge status={delivery.status} />
        </div>
        {facts.map(([name, value]) => (
          <Group key={name} justify="space-between" gap="xs" align="baseline">
            <Text size="sm" c="dimmed">
              {name}
            </Text>
            <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
              {value}
            </Text>
          </Group>
        ))}
        {delivery.last_error && (
          <Text size="sm" c="var(--mantine-color-error)">
            {delivery.last_error}
          </Text>
        )}
        {may('webhooks.write') && delivery.status !== 'pending' && (
          <Button loading={replay.isPending} onClick={() => replay.mutate()}>
            {t.replay}
          </Button>
        )}
      </Stack>
    </Drawer>
  );
}
