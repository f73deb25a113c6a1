import { Group, Progress, ScrollArea, Table, Text } from '@mantine/core';
import { formatNumber, formatShare } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import type { Script } from '../../shared/use-script.ts';
import { campaignsTexts } from './texts.ts';

export type StageRow = {
  kind: 'stage' | 'follow_up' | 'invite';
  stage: number;
  variant: number;
  queued: number;
  sent: number;
  failed: number;
  answered: number;
};

/** «Этап 1, вариант 2»; the variant only where the stage has several. */
export function useStageName(rows: readonly StageRow[], script: Script | undefined) {
  const t = useTexts(campaignsTexts);
  return ({ kind, stage, variant }: StageRow) => {
    if (kind === 'follow_up') return t.followUpN(stage);
    if (kind === 'invite') return t.invited;
    const variants = script?.stages[stage - 1]?.variants;
    const isAlone =
      (variants?.length ??
        rows.filter((row) => row.kind === 'stage' && row.stage === stage).length) < 2;
    if (isAlone) return t.stageN(stage);
    return `${t.stageN(stage)}, ${variants?.[variant - 1]?.name ?? t.variantN(variant)}`;
  };
}

/** What came of each stage and variant. */
export function StageResults(props: { rows: readonly StageRow[]; script: Script | undefined }) {
  const t = useTexts(campaignsTexts);
  const { language } = useLanguage();
  const nameOf = useStageName(props.rows, props.script);
  return (
    <ScrollArea viewportProps={{ tabIndex: 0 }}>
      <Table verticalSpacing="xs" miw={560}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.stage}</Table.Th>
            <Table.Th ta="end">{t.sent}</Table.Th>
            <Table.Th ta="end">{t.notSent}</Table.Th>
            <Table.Th ta="end">{t.answered}</Table.Th>
            <Table.Th w={200}>{t.answeredShare}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.rows.map((row) => (
            <Table.Tr key={`${row.kind}-${row.stage}-${row.variant}`}>
              <Table.Td>{nameOf(row)}</Table.Td>
              <Table.Td ta="end">{formatNumber(row.sent, language)}</Table.Td>
              <Table.Td ta="end">{formatNumber(row.failed, language)}</Table.Td>
              <Table.Td ta="end">{formatNumber(row.answered, language)}</Table.Td>
              <Table.Td>
                <Group gap="xs" wrap="nowrap">
                  <Progress
                    value={row.sent === 0 ? 0 : (row.answered / row.sent) * 100}
                    flex={1}
                    aria-label={`${nameOf(row)}: ${t.answeredShare}`}
                  />
                  <Text size="sm" w={52} ta="end">
                    {formatShare(row.answered, row.sent, language)}
                  </Text>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
