import { Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Failure, Loaded } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { usePages } from '../../shared/use-pages.ts';
import { When } from '../../shared/when.tsx';
import { salesTexts } from './sales-texts.ts';

type QuestionsAnswer =
  paths['/customers/questions']['get']['responses'][200]['content']['application/json'];
type Question = QuestionsAnswer['questions'][number];

const rowsOf = (page: QuestionsAnswer) => page.questions;

/** What customers asked by /paysupport; an answer goes to their chat with the bot. */
export function CustomerQuestions() {
  const t = useTexts(salesTexts);
  const query = usePages(
    ['customer questions'],
    (after, signal) =>
      take(
        api.GET('/customers/questions', { params: { query: { ...(after && { after }) } }, signal }),
      ),
    rowsOf,
  );
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t.questions}
      </Title>
      <Loaded query={{ ...query, data: query.first }}>
        {() => (
          <>
            {query.rows.length === 0 && (
              <Text size="sm" c="dimmed">
                {t.noQuestions}
              </Text>
            )}
            {query.rows.map((question) => (
              <OneQuestion key={question.id} question={question} />
            ))}
            {query.hasNextPage && (
              <Button variant="default" onClick={() => void query.fetchNextPage()}>
                {t.moreQuestions}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function OneQuestion({ question }: { question: Question }) {
  const t = useTexts(salesTexts);
  const [words, setWords] = useState('');
  const answer = useAction(
    () =>
      take(
        api.POST('/customers/questions/{id}/answer', {
          params: { path: { id: question.id } },
          body: { answer: words },
        }),
      ),
    {
      refreshes: ['customer questions'],
      quiet: true,
      onDone: ({ message }) => notifyDone(message),
    },
  );
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {question.customer.name}
        </Text>
        <When at={question.asked_at} />
      </Group>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
        {question.words}
      </Text>
      {question.answer ? (
        <Text size="sm" c="dimmed" style={{ whiteSpace: 'pre-wrap' }}>
          {question.answer}
        </Text>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            answer.mutate(undefined);
          }}
        >
          <Stack gap="xs">
            <Textarea
              aria-label={t.answerTo(question.customer.name)}
              placeholder={t.answerTo(question.customer.name)}
              value={words}
              maxLength={3_000}
              autosize
              onChange={(event) => setWords(event.currentTarget.value)}
            />
            {answer.error && <Failure error={answer.error} />}
            <Group>
              <Button
                type="submit"
                size="xs"
                loading={answer.isPending}
                disabled={words.trim() === ''}
              >
                {t.sendAnswer}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Stack>
  );
}
