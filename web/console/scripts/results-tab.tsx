import {
  Badge,
  Button,
  Group,
  Progress,
  ScrollArea,
  Select,
  Stack,
  Table,
  Text,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, take } from '../../shared/api.ts';
import { formatNumber, formatShare } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { useAddress } from '../../shared/use-address.ts';
import { useScript } from '../../shared/use-script.ts';
import { scriptsTexts } from './texts.ts';

/** Below so many sends a share says little. */
const ENOUGH = 30;

type ResultsTabProps = { script: { id: number; version: number } };

/** How often each stage and variant was sent and answered, over all campaigns. */
export function ResultsTab({ script }: ResultsTabProps) {
  const t = useTexts(scriptsTexts);
  const [address, setAddress] = useAddress();
  const query = useQuery({
    queryKey: ['campaigns', 'of-script', script.id],
    queryFn: ({ signal }) =>
      take(api.GET('/scripts/{id}/results', { params: { path: { id: script.id } }, signal })),
  });
  return (
    <Loaded query={query}>
      {({ results }) => {
        const versions = [...new Set(results.map(({ version }) => version))];
        const version = Number(address['of']) || versions[0];
        if (version === undefined)
          return (
            <Empty
              title={t.noResults}
              action={
                <Button
                  component={Link}
                  to="/campaigns/new"
                  search={{ script: String(script.id) } as never}
                >
                  {t.toCampaign}
                </Button>
              }
            >
              {t.noResultsHint}
            </Empty>
          );
        return (
          <Stack>
            {versions.length > 1 && (
              <Select
                label={t.resultsOf}
                w={200}
                value={String(version)}
                allowDeselect={false}
                data={versions.map(String)}
                onChange={(value) => setAddress({ of: value ?? undefined })}
              />
            )}
            <ResultsTable
              id={script.id}
              version={version}
              results={results.filter((one) => one.version === version)}
            />
          </Stack>
        );
      }}
    </Loaded>
  );
}

type Result = {
  stage: number;
  variant: number;
  sent: number;
  failed: number;
  answered: number;
  answered_share: number | null;
};

function ResultsTable(props: { id: number; version: number; results: readonly Result[] }) {
  const t = useTexts(scriptsTexts);
  const { language } = useLanguage();
  const script = useScript(props.id, props.version);
  const variantOf = ({ stage, variant }: Result) =>
    script.data?.script.stages[stage - 1]?.variants[variant - 1];
  return (
    <ScrollArea viewportProps={{ tabIndex: 0 }}>
      <Table verticalSpacing="xs" miw={640}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.editor}</Table.Th>
            <Table.Th ta="end">{t.sent}</Table.Th>
            <Table.Th ta="end">{t.failed}</Table.Th>
            <Table.Th ta="end">{t.answered}</Table.Th>
            <Table.Th w={200}>{t.answeredShare}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.results.map((result) => {
            const variant = variantOf(result);
            return (
              <Table.Tr key={`${result.stage}-${result.variant}`}>
                <Table.Td>
                  <Group gap="xs">
                    <Text size="sm" fw={600}>
                      {t.stage(result.stage)}
                    </Text>
                    <Text size="sm">{variant?.name ?? t.variant(result.variant)}</Text>
                    {isBest(result, props.results) && (
                      <Badge size="sm" variant="dot" color="teal" tt="none">
                        {t.best}
                      </Badge>
                    )}
                  </Group>
                  <Text size="xs" c="dimmed" lineClamp={1} maw={420}>
                    {variant?.content || (variant && t.types[variant.type])}
                  </Text>
                </Table.Td>
                <Table.Td ta="end">{formatNumber(result.sent, language)}</Table.Td>
                <Table.Td ta="end">{formatNumber(result.failed, language)}</Table.Td>
                <Table.Td ta="end">{formatNumber(result.answered, language)}</Table.Td>
                <Table.Td>
                  <Group gap="xs" wrap="nowrap">
                    <Progress
                      value={(result.answered_share ?? 0) * 100}
                      flex={1}
                      aria-label={t.answeredShare}
                    />
                    <Text size="sm" w={52} ta="end">
                      {formatShare(result.answered, result.sent, language)}
                    </Text>
                  </Group>
                  {result.sent < ENOUGH && (
                    <Text size="xs" c="dimmed">
                      {t.few}
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

/** The variant of its stage that was answered most, where all were sent often enough to tell. */
function isBest(result: Result, all: readonly Result[]): boolean {
  const rivals = all.filter(({ stage }) => stage === result.stage);
  if (rivals.length < 2 || rivals.some(({ sent }) => sent < ENOUGH)) return false;
  const most = Math.max(...rivals.map((rival) => rival.answered_share ?? 0));
  return (
    result.answered_share === most && rivals.filter((r) => r.answered_share === most).length === 1
  );
}
