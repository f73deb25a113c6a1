import { Code, Modal, Stack, Text } from '@mantine/core';
import { useTexts } from '../../shared/language.tsx';
import { overviewTexts } from './texts.ts';

/** How everything can be tried without one real message. */
export default function SandboxHint({ onClose }: { onClose: () => void }) {
  const t = useTexts(overviewTexts);
  return (
    <Modal opened onClose={onClose} title={t.trySandbox} centered>
      <Stack gap="sm">
        <Text size="sm">{t.sandboxHint}</Text>
        <Code block>npm run demo</Code>
        <Text size="sm">{t.sandboxAfter}</Text>
      </Stack>
    </Modal>
  );
}
