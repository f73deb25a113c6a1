import { Paper, SimpleGrid, Text } from '@mantine/core';
import { formatNumber } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import type { Overview } from './overview.ts';
import { overviewTexts } from './texts.ts';

/** Today in five numbers. */
export function TodayFigures({ today }: { today: Overview['today'] }) {
  const t = useTexts(overviewTexts);
  const { first, follow, answers } = today;
  return (
    <SimpleGrid
      cols={{ base: 2, sm: 3, lg: 5 }}
      spacing="sm"
      component="section"
      aria-label={t.today}
    >
      <Figure label={t.sent} value={today.sent} hint={t.sentParts(first, follow, answers)} />
      <Figure label={t.replies} value={today.replies} />
      <Figure label={t.converted} value={today.converted} />
      <Figure label={t.refusals} value={today.refusals} />
      <Figure label={t.failed} value={today.failed} isBad={today.failed > 0} />
    </SimpleGrid>
  );
}

function Figure(props: { label: string; value: number; hint?: string; isBad?: boolean }) {
  const { language } = useLanguage();
  return (
    <Paper withBorder radius="md" p="sm">
      <Text size="xs" c="dimmed">
        {props.label}
      </Text>
      <Text fw={700} size="xl" {...(props.isBad && { c: 'red' })}>
        {formatNumber(props.value, language)}
      </Text>
      {props.hint && (
        <Text size="xs" c="dimmed">
          {props.hint}
        </Text>
      )}
    </Paper>
  );
}
