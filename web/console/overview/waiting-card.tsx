import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Card } from '../../shared/card.tsx';
import { useTexts } from '../../shared/language.tsx';
import { When } from '../../shared/when.tsx';
import type { Overview } from './overview.ts';
import { overviewTexts } from './texts.ts';

/** The count of the API ends here. */
const MANY = 1_000;

/** Dialogs that wait for a person, the longest first. */
export function WaitingCard({ waiting }: { waiting: Overview['waiting'] }) {
  const t = useTexts(overviewTexts);
  const count = waiting.count >= MANY ? t.waitingMany : String(waiting.count);
  return (
    <Card
      title={waiting.count > 0 ? `${t.waiting}: ${count}` : t.waiting}
      aside={
        <Anchor component={Link} to="/inbox" size="sm">
          {t.toInbox}
        </Anchor>
      }
    >
      {waiting.oldest.length === 0 && <Text c="dimmed">{t.waitingNone}</Text>}
      <Stack gap="xs">
        {waiting.oldest.map((dialog) => (
          <Group key={dialog.dialog} justify="space-between" wrap="nowrap" gap="sm">
            <div style={{ minWidth: 0 }}>
              <Anchor component={Link} to={`/inbox/${dialog.dialog}`} size="sm" fw={600}>
                {dialog.name}
              </Anchor>
              <Text size="xs" c="dimmed" truncate>
                {[dialog.because, t.via(dialog.account_id)].filter(Boolean).join(' · ')}
              </Text>
            </div>
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              <When at={dialog.since} />
            </Text>
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
