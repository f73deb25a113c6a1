import { Anchor, Button, Paper, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, take } from '../../shared/api.ts';
import { Bubble, Chat } from '../../shared/bubble.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Empty, Failure, Loaded } from '../../shared/states.tsx';
import { useScript } from '../../shared/use-script.ts';
import { wizardTexts } from './wizard-texts.ts';

type ChooseProps = { value: number | undefined; onChange: (id: number) => void };

/** What is said: one of the scripts, with its first words. */
export function ChooseScript({ value, onChange }: ChooseProps) {
  const t = useTexts(wizardTexts);
  const query = useQuery({
    queryKey: ['scripts', 'to-choose'],
    queryFn: ({ signal }) =>
      take(api.GET('/scripts', { params: { query: { limit: 200 } }, signal })),
  });
  const write = (
    <Button component={Link} to="/scripts/new" variant="default">
      {t.writeScript}
    </Button>
  );
  return (
    <Loaded query={query}>
      {({ scripts }) =>
        scripts.length === 0 ? (
          <Empty title={t.noScripts} action={write}>
            {t.noScriptsHint}
          </Empty>
        ) : (
          <Stack maw={560}>
            <Select
              label={t.script}
              placeholder={t.chooseScript}
              description={t.fixedAfterLaunch}
              searchable
              allowDeselect={false}
              value={value === undefined ? null : String(value)}
              data={scripts.map(({ id, name }) => ({ value: String(id), label: name }))}
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
  const query = useScript(id);
  if (query.error) return <Failure error={query.error} />;
  if (!query.data) return null;
  const { name, stages } = query.data.script;
  const [first] = stages;
  return (
    <Paper withBorder p="md" role="status">
      <Stack gap="xs">
        <Text fw={600}>{name}</Text>
        <Text size="sm">{t.stages(stages.length)}</Text>
        {first?.variants[0] && (
          <Chat label={name}>
            <Bubble text={first.variants[0].content || (first.variants[0].filename ?? '')} />
          </Chat>
        )}
        <Anchor component={Link} to={`/scripts/${id}`} size="sm">
          {t.openScript}
        </Anchor>
      </Stack>
    </Paper>
  );
}
