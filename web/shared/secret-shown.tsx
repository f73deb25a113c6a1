import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTexts } from './language.tsx';
import { commonTexts } from './texts.ts';

/** A key or a link that is shown this once: what it is, itself, and a button that copies it. */
export function SecretShown({ hint, secret }: { hint: string; secret: string }) {
  const t = useTexts(commonTexts);
  return (
    <Alert color="teal" variant="light" role="status">
      <Stack gap="xs">
        <Text size="sm">{hint}</Text>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {secret}
        </Code>
        <Group>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button
                size="xs"
                onClick={copy}
                leftSection={
                  copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
                }
              >
                {copied ? t.copied : t.copy}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Alert>
  );
}
