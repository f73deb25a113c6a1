import { Button, Code, Drawer, Group, Stack, Text } from '@mantine/core';
import { useTexts } from '../../shared/language.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { When } from '../../shared/when.tsx';
import { isAbout } from './audit-filters.tsx';
import { auditTexts } from './texts.ts';
import { type Entry, useActionName } from './use-audit.ts';

type EntryDrawerProps = {
  entry: Entry;
  onClose: () => void;
  /** Wants all entries about what this one names. */
  onAbout: (about: string) => void;
};

/** One entry as it was written, and the way to others about the same. */
export function EntryDrawer({ entry, onClose, onAbout }: EntryDrawerProps) {
  const t = useTexts(auditTexts);
  const common = useTexts(commonTexts);
  const actionName = useActionName();
  const named = Object.entries(entry.details)
    .filter(([name, value]) => name.endsWith('_id') && ['string', 'number'].includes(typeof value))
    .map(([name, value]) => `${name}:${value}`)
    .filter(isAbout);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      title={t.entry(entry.id)}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <Stack gap="xs">
        <Text fw={600}>{actionName(entry.action)}</Text>
        <Text size="sm">
          {entry.actor_name}
          {entry.address && ` · ${entry.address}`}
        </Text>
        <Text size="sm" c="dimmed" component="div">
          <When at={entry.at} />
        </Text>
        <Code block>{JSON.stringify({ action: entry.action, ...entry.details }, null, 2)}</Code>
        <Group gap="xs">
          {named.map((about) => (
            <Button key={about} size="compact-sm" variant="default" onClick={() => onAbout(about)}>
              {t.allAbout(about)}
            </Button>
          ))}
        </Group>
      </Stack>
    </Drawer>
  );
}
