import { Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Failure, Loaded } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { salesTexts } from './sales-texts.ts';

type Words = { pay_support_text: string | null; terms_text: string | null };

/** What the sales bot answers to /paysupport and /terms; empty: its usual words. */
export function SalesWords() {
  const t = useTexts(salesTexts);
  const query = useQuery({ queryKey: ['settings'], queryFn: () => take(api.GET('/settings')) });
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t.words}
      </Title>
      <Text size="sm" c="dimmed">
        {t.wordsHint}
      </Text>
      <Loaded query={query}>{({ settings }) => <WordsForm given={settings} />}</Loaded>
    </Stack>
  );
}

function WordsForm({ given }: { given: Words }) {
  const t = useTexts(salesTexts);
  const [support, setSupport] = useState(given.pay_support_text ?? '');
  const [terms, setTerms] = useState(given.terms_text ?? '');
  const save = useAction(
    () =>
      take(
        api.PATCH('/settings', {
          body: { pay_support_text: support.trim() || null, terms_text: terms.trim() || null },
        }),
      ),
    { refreshes: ['settings'], quiet: true, onDone: () => notifyDone(t.wordsSaved) },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <Stack gap="xs">
        <Textarea
          label="/paysupport"
          value={support}
          maxLength={3_000}
          autosize
          minRows={2}
          onChange={(event) => setSupport(event.currentTarget.value)}
        />
        <Textarea
          label="/terms"
          value={terms}
          maxLength={3_000}
          autosize
          minRows={2}
          onChange={(event) => setTerms(event.currentTarget.value)}
        />
        {save.error && <Failure error={save.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {t.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
