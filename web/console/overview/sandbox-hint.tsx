import { Code, List, Modal, Stack, Text } from '@mantine/core';
import { useTexts } from '../../shared/language.tsx';
import type { Overview } from './overview.ts';
import { overviewTexts } from './texts.ts';

/** How a step can be tried without one real message. */
export default function SandboxHint(props: {
  step: keyof Overview['first_steps'];
  onClose: () => void;
}) {
  const { step, onClose } = props;
  const t = useTexts(overviewTexts);
  return (
    <Modal opened onClose={onClose} title={t.trySandbox} centered>
      <Stack gap="sm">
        {step !== 'has_rehearsal' && (
          <>
            <Text size="sm">{t.sandboxHint}</Text>
            <Code block>npm run demo</Code>
          </>
        )}
        <Text size="sm" fw={600}>
          {t.step[step]}
        </Text>
        <List size="sm" type="ordered" spacing={4}>
          {t.sandboxSteps[step].map((one) => (
            <List.Item key={one}>{one}</List.Item>
          ))}
        </List>
      </Stack>
    </Modal>
  );
}
