import { Group, Kbd, Stack, Text } from '@mantine/core';
import { Dialog } from '../../shared/dialog.tsx';
import { useTexts } from '../../shared/language.tsx';
import { inboxTexts } from './texts.ts';

/** All keys of the inbox. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const t = useTexts(inboxTexts);
  return (
    <Dialog onClose={onClose} title={t.help} size="sm">
      <Stack gap={6}>
        {t.keys.map(([key, what]) => (
          <Group key={key} justify="space-between" wrap="nowrap">
            <Text size="sm">{what}</Text>
            <Kbd>{key}</Kbd>
          </Group>
        ))}
      </Stack>
    </Dialog>
  );
}
