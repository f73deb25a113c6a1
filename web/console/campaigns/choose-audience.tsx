import { Anchor, Button, Group, Paper, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { Empty, Failure, Loaded } from '../../shared/states.tsx';
import { useAudience } from './use-campaigns.ts';
import { wizardTexts } from './wizard-texts.ts';

type ChooseProps = { value: number | undefined; onChange: (id: number) => void };

/** To whom: one of the audiences, with how many are in it. */
export function ChooseAudience({ value, onChange }: ChooseProps) {
  const t = useTexts(wizardTexts);
  const query = useQuery({
    queryKey: ['audiences', 'to-choose'],
    queryFn: ({ signal }) =>
      take(api.GET('/audiences', { params: { query: { limit: 200 } }, signal })),
  });
  return (
    <Loaded query={query}>
      {({ audiences }) =>
        audiences.length === 0 ? (
          <Empty
            title={t.noAudiences}
            action={
              <Group>
                <Button component={Link} to="/contacts/import">
                  {t.toImport}
                </Button>
                <Button component={Link} to="/contacts/audiences" variant="default">
                  {t.toAudiences}
                </Button>
              </Group>
            }
          >
            {t.noAudiencesHint}
          </Empty>
        ) : (
          <Stack maw={560}>
            <Select
              label={t.audience}
              placeholder={t.chooseAudience}
              description={t.fixedAfterLaunch}
              searchable
              allowDeselect={false}
              value={value === undefined ? null : String(value)}
              data={audiences.map(({ id, name }) => ({ value: String(id), label: name }))}
              onChange={(id) => id && onChange(Number(id))}
            />
            {value !== undefined && <Chosen id={value} />}
          </Stack>
        )
      }
    </Loaded>
  );
}

function Chosen({ id }: { id: number }) {
  const t = useTexts(wizardTexts);
  const query = useAudience(id);
  if (query.error) return <Failure error={query.error} />;
  if (!query.data) return null;
  const { name, kind, size, counted_up_to, warning, note } = query.data.audience;
  return (
    <Paper withBorder p="md" role="status">
      <Text fw={600}>{name}</Text>
      <Text size="sm">{size === null ? t.audienceMore(counted_up_to) : t.audienceSize(size)}</Text>
      <Text size="sm" c="dimmed">
        {kind === 'filter' ? t.audienceFilter : t.audienceList}
      </Text>
      {note && (
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      )}
      {warning && (
        <Text size="sm" c="var(--mantine-color-error)">
          {warning}
        </Text>
      )}
      <Anchor component={Link} to={`/contacts?audience=${id}`} size="sm">
        {t.openAudience}
      </Anchor>
    </Paper>
  );
}
