import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useTexts } from '../../shared/language.tsx';
import { inboxTexts } from './texts.ts';

/** All keys of the inbox. */
export function KeysHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useTexts(inboxTexts);
  return (
    <Modal opened={isOpen} onClose={onClose} title={t.help} centered size="sm">
      <Stack gap={6}>
        {t.keys.map(([key, what]) => (
          <Group key={key} justify="space-between" wrap="nowrap">
            <Text size="sm">{what}</Text>
            <Kbd>{key}</Kbd>
          </Group>
        ))}
      </Stack>
    </Modal>
  );
}
