import { Badge, Button, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { useTexts } from '../../../shared/language.tsx';
import { offerUndo } from '../../../shared/notify.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import { useMay } from '../../session/use-session.ts';
import { contactsTexts } from '../texts.ts';
import { OnePoint } from './one-point.tsx';
import { sourcesTexts } from './texts.ts';
import type { Point, Source } from './use-points.ts';

type OneSourceProps = { source: Source; points: readonly Point[]; onNewPoint: () => void };

/** A source with its basis, and the places where people opt in to it. */
export function OneSource({ source, points, onNewPoint }: OneSourceProps) {
  const t = useTexts(sourcesTexts);
  const room = useTexts(contactsTexts);
  const may = useMay();
  const takesOptIns = source.basis === 'opt_in';
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-label={source.name}>
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Title order={2} size="h5">
              {source.name}
            </Title>
            <Badge variant="default" tt="none" title={room.basisHint[source.basis]}>
              {room.basis[source.basis]}
            </Badge>
          </Group>
          <Group gap="xs">
            <Button
              component={Link}
              to="/contacts"
              search={{ source: source.name } as never}
              size="compact-sm"
              variant="subtle"
            >
              {t.people}
            </Button>
            {takesOptIns && may('contacts.write') && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconPlus size={14} aria-hidden />}
                onClick={onNewPoint}
              >
                {t.newPoint}
              </Button>
            )}
          </Group>
        </Group>
        <Note key={source.note} source={source} isReadOnly={!may('contacts.write')} />
        {points.map((point) => (
          <OnePoint key={point.id} point={point} />
        ))}
        {takesOptIns && points.length === 0 && (
          <Text size="sm" c="dimmed">
            {t.noPoints}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}

function Note({ source, isReadOnly }: { source: Source; isReadOnly: boolean }) {
  const t = useTexts(sourcesTexts);
  const common = useTexts(commonTexts);
  const [draft, setDraft] = useState<string>();
  const put = (note: string) =>
    take(api.PATCH('/sources/{id}', { params: { path: { id: source.id } }, body: { note } }));
  const undo = useAction(put, { refreshes: ['sources'] });
  const save = useAction(put, {
    refreshes: ['sources'],
    onDone: () => {
      setDraft(undefined);
      offerUndo(common.saved, common.undo, () => undo.mutate(source.note));
    },
  });
  if (draft === undefined)
    return (
      <Group gap="xs">
        {source.note && <Text size="sm">{source.note}</Text>}
        {!isReadOnly && (
          <Button size="compact-xs" variant="subtle" onClick={() => setDraft(source.note)}>
            {source.note ? t.editNote : t.addNote}
          </Button>
        )}
      </Group>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft.trim());
      }}
    >
      <Stack gap="xs">
        <Textarea
          label={t.note}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          maxLength={2_000}
          autosize
          data-autofocus
        />
        <Group gap="xs">
          <Button size="compact-sm" type="submit" loading={save.isPending}>
            {common.save}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setDraft(undefined)}>
            {common.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
