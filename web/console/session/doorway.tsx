import { Anchor, Box, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { sessionTexts } from './texts.ts';

/** The frame of the pages before the console: sign-in, first start, invitation. */
export function Doorway({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: string;
  children: ReactNode;
}) {
  const t = useTexts(sessionTexts);
  const { language, setLanguage } = useLanguage();
  const other = language === 'ru' ? 'en' : 'ru';
  useEffect(() => {
    document.title = `${title} · Vestnik`;
  }, [title]);
  return (
    <Box component="main" maw={400} mx="auto" px="sm" pt={{ base: 32, sm: 96 }} pb="xl">
      <Group justify="space-between" mb="md">
        <Text fw={700} size="xl">
          Vestnik
        </Text>
        <Anchor component="button" type="button" lang={other} onClick={() => setLanguage(other)}>
          {t.language}
        </Anchor>
      </Group>
      <Paper withBorder p="lg" radius="md">
        <Stack gap="md">
          <Stack gap={4}>
            <Title order={1} size="h3">
              {title}
            </Title>
            {hint && (
              <Text c="dimmed" size="sm">
                {hint}
              </Text>
            )}
          </Stack>
          {children}
        </Stack>
      </Paper>
    </Box>
  );
}
