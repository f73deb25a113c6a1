import { Blockquote, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { Loaded } from '../../shared/states.tsx';
import { aiTexts } from './ai-texts.ts';

/** A question, and the passages from which the AI would answer it. */
export function KnowledgeSearch() {
  const t = useTexts(aiTexts);
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  return (
    <Stack gap="xs">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(typed.trim());
        }}
      >
        <Group align="flex-end" gap="xs">
          <TextInput
            label={t.tryOut}
            placeholder={t.question}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            maxLength={500}
            style={{ flex: 1, minWidth: 200 }}
          />
          <Button type="submit" variant="default" disabled={typed.trim() === ''}>
            {t.look}
          </Button>
        </Group>
      </form>
      {asked && <Found question={asked} />}
    </Stack>
  );
}

function Found({ question }: { question: string }) {
  const t = useTexts(aiTexts);
  const query = useQuery({
    queryKey: ['assistant', 'knowledge-search', question],
    queryFn: () =>
      take(api.GET('/assistant/knowledge/search', { params: { query: { q: question } } })),
  });
  return (
    <Loaded query={query}>
      {({ passages }) => (
        <Stack gap="xs" aria-live="polite">
          {passages.length === 0 && <Text size="sm">{t.nothing}</Text>}
          {passages.map(({ document_id, title, heading, content }) => (
            <Blockquote
              key={`${document_id} ${heading} ${content}`}
              p="sm"
              cite={[title, heading].filter(Boolean).join(' — ')}
            >
              <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
                {content}
              </Text>
            </Blockquote>
          ))}
        </Stack>
      )}
    </Loaded>
  );
}
