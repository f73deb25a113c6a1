import { Button, Group, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../../shared/language.tsx';
import type { Contact } from '../contact.ts';
import { AddToAudience } from './add-to-audience.tsx';
import { ExportPeople } from './export-people.tsx';
import { TagPeople } from './tag-people.tsx';
import { listTexts } from './texts.ts';
import { MOST_AT_ONCE, useStopPeople } from './use-stop-people.ts';

type SelectionBarProps = { people: readonly Contact[]; onUnselect: () => void };

/** What can be done with the people who are picked. */
export function SelectionBar({ people, onUnselect }: SelectionBarProps) {
  const t = useTexts(listTexts);
  const [open, setOpen] = useState<'tags' | 'audience' | 'export'>();
  const { stop, done, isStopping } = useStopPeople();
  const close = () => setOpen(undefined);
  const ids = people.map(({ id }) => id);
  const isTooMany = people.length > MOST_AT_ONCE;
  return (
    <Paper withBorder radius="md" px="sm" py={6} role="region" aria-label={t.selected(ids.length)}>
      <Group gap="xs">
        <Text size="sm" fw={500} role="status">
          {isStopping ? t.stopProgress(done, people.length) : t.selected(ids.length)}
        </Text>
        <Button size="compact-sm" variant="default" onClick={() => setOpen('tags')}>
          {t.tag}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setOpen('audience')}>
          {t.toAudience}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          loading={isStopping}
          disabled={isTooMany}
          onClick={() => stop(people)}
        >
          {t.stopThem}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setOpen('export')}>
          {t.export}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" c="dimmed" onClick={onUnselect}>
          {t.unselect}
        </Button>
        {isTooMany && (
          <Text size="xs" c="dimmed">
            {t.stopThem}: {t.selectedLimit(MOST_AT_ONCE)}
          </Text>
        )}
      </Group>
      {open === 'tags' && <TagPeople people={people} onClose={close} />}
      {open === 'audience' && <AddToAudience whom={{ contact_ids: ids }} onClose={close} />}
      {open === 'export' && <ExportPeople whom={{ contact_ids: ids }} onClose={close} />}
    </Paper>
  );
}
