import { Badge, Button, Group, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { api, take } from '../../shared/api.ts';
import { formatNumber } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { offerUndo } from '../../shared/notify.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { useAddress } from '../../shared/use-address.ts';
import { useScript } from '../../shared/use-script.ts';
import { When } from '../../shared/when.tsx';
import { useMay } from '../session/use-session.ts';
import { compareStages, type StageChange } from './compare-stages.ts';
import { delayUnits, unitOf } from './delay.ts';
import { bodyOf, draftOf, type ScriptDraft, type StageDraft } from './draft.ts';
import styles from './editor.module.css';
import { scriptsTexts } from './texts.ts';
import { useVersions } from './use-scripts.ts';

type VersionsTabProps = { script: { id: number; name: string; version: number } };

/** Which versions there were, and what changed between two of them. */
export function VersionsTab({ script }: VersionsTabProps) {
  const t = useTexts(scriptsTexts);
  const [address, setAddress] = useAddress();
  const versions = useVersions(script.id);
  const to = Number(address['to']) || script.version;
  const from = Number(address['from']) || Math.max(1, to - 1);
  return (
    <Loaded query={versions}>
      {({ versions: list }) => {
        if (list.length < 2) return <Empty title={t.onlyVersion} />;
        const options = list.map(({ version, stages }) => ({
          value: String(version),
          label: `${version} · ${t.stages(stages)}`,
        }));
        const made = (version: number) => list.find((one) => one.version === version)?.created_at;
        return (
          <Stack>
            <Group align="flex-end">
              <Select
                label={t.compareFrom}
                value={String(from)}
                data={options}
                allowDeselect={false}
                onChange={(value) => setAddress({ from: value ?? undefined })}
              />
              <Select
                label={t.compareTo}
                value={String(to)}
                data={options}
                allowDeselect={false}
                onChange={(value) => setAddress({ to: value ?? undefined })}
              />
              <Text size="sm" c="dimmed" pb={8}>
                <When at={made(from)} /> → <When at={made(to)} />
              </Text>
              <RestoreButton script={script} version={from} />
            </Group>
            <Differences id={script.id} from={from} to={to} />
          </Stack>
        );
      }}
    </Loaded>
  );
}

function RestoreButton({ script, version }: VersionsTabProps & { version: number }) {
  const t = useTexts(scriptsTexts);
  const common = useTexts(commonTexts);
  const mayWrite = useMay()('outreach.write');
  const latest = useScript(script.id);
  const earlier = useScript(script.id, version);
  const put = useAction(
    (draft: ScriptDraft) =>
      take(
        api.PATCH('/scripts/{id}', {
          params: { path: { id: script.id } },
          body: { stages: bodyOf(draft.stages) },
        }),
      ),
    { refreshes: ['scripts'] },
  );
  if (!mayWrite || !latest.data || !earlier.data || version === script.version) return null;
  const now = draftOf('', latest.data.script.stages);
  const then = draftOf('', earlier.data.script.stages);
  return (
    <Button
      variant="default"
      loading={put.isPending}
      onClick={() =>
        put.mutate(then, {
          onSuccess: () => offerUndo(t.restored(version), common.undo, () => put.mutate(now)),
        })
      }
    >
      {t.restore(version)}
    </Button>
  );
}

function Differences({ id, from, to }: { id: number; from: number; to: number }) {
  const t = useTexts(scriptsTexts);
  const before = useScript(id, from);
  const after = useScript(id, to);
  const describe = useDescription();
  return (
    <Loaded query={before}>
      {(old) => (
        <Loaded query={after}>
          {(fresh) => {
            const changes = compareStages(
              draftOf('', old.script.stages),
              draftOf('', fresh.script.stages),
              describe,
            );
            if (changes.length === 0) return <Text c="dimmed">{t.noDifference}</Text>;
            return (
              <Stack gap="sm">
                {changes.map((change) => (
                  <Change key={change.number} change={change} />
                ))}
              </Stack>
            );
          }}
        </Loaded>
      )}
    </Loaded>
  );
}

function Change({ change }: { change: StageChange }) {
  const t = useTexts(scriptsTexts);
  const said = { added: t.stageAdded, gone: t.stageGone, changed: t.stageChanged }[change.kind];
  const color = { added: 'teal', gone: 'red', changed: 'blue' }[change.kind];
  return (
    <Paper withBorder p="md" component="section" aria-label={t.stage(change.number)}>
      <Group gap="xs" mb="xs">
        <Title order={2} size="h5">
          {t.stage(change.number)}
        </Title>
        <Badge variant="dot" color={color} tt="none">
          {said}
        </Badge>
      </Group>
      <Stack gap="xs">
        {change.texts.map(({ number, type, parts }) => (
          <div key={number}>
            <Text size="xs" c="dimmed">
              {change.texts.length > 1 ? `${t.variant(number)} · ${t.types[type]}` : t.types[type]}
            </Text>
            <div className={styles['diff']}>
              {parts.map((part, place) => {
                const Mark =
                  part.kind === 'added' ? 'ins' : part.kind === 'removed' ? 'del' : 'span';
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no names
                  <Mark key={place} className={styles[part.kind]}>
                    {part.text}
                  </Mark>
                );
              })}
            </div>
          </div>
        ))}
        {change.rest && (
          <Text size="sm">
            {change.rest.before && <del className={styles['removed']}>{change.rest.before}</del>}{' '}
            {change.rest.after && <ins className={styles['added']}>{change.rest.after}</ins>}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}

/** Everything of a stage but its texts, in words. */
function useDescription(): (stage: StageDraft) => string {
  const t = useTexts(scriptsTexts);
  const { language } = useLanguage();
  return (stage) => {
    const unit = unitOf(stage.delayMin, stage.delayMax);
    const inUnit = (seconds: number) => formatNumber(seconds / delayUnits[unit], language);
    const all = stage.variants.reduce((sum, { weight }) => sum + weight, 0);
    const variants = stage.variants.map(({ type, name, weight, filename }) =>
      [t.types[type], name, filename, stage.variants.length > 1 && t.share(weight, all)]
        .filter(Boolean)
        .join(', '),
    );
    return [
      variants.join(' / '),
      stage.delayMax === 0
        ? t.atOnce
        : t.delayOf(inUnit(stage.delayMin), inUnit(stage.delayMax), unit),
      stage.condition && `${t.condition}: ${stage.condition}`,
    ]
      .filter(Boolean)
      .join(' · ');
  };
}
