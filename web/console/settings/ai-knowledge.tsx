import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { Card } from '../../shared/card.tsx';
import { ConfirmTyping } from '../../shared/confirm-typing.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Loaded } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { When } from '../../shared/when.tsx';
import { aiTexts } from './ai-texts.ts';
import { KnowledgeSearch } from './knowledge-search.tsx';
import { AddKnowledgeText, UploadKnowledge } from './knowledge-sources.tsx';
import { type KnowledgeDocument, useKnowledge } from './use-assistant.ts';

/** What the AI answers from: added as texts and files, tried out with a question. */
export function AiKnowledge({ mayChange }: { mayChange: boolean }) {
  const t = useTexts(aiTexts);
  const common = useTexts(commonTexts);
  const [deleted, setDeleted] = useState<KnowledgeDocument>();
  const query = useKnowledge();
  const remove = useAction(
    (id: number) => take(api.DELETE('/assistant/knowledge/{id}', { params: { path: { id } } })),
    {
      refreshes: ['assistant'],
      onDone: ({ message }) => {
        setDeleted(undefined);
        notifyDone(message);
      },
    },
  );
  return (
    <Card title={t.knowledge}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {query.first && query.rows.length === 0 ? t.noKnowledgeHint : t.knowledgeHint}
        </Text>
        {mayChange && (
          <Stack gap="xs">
            <Group gap="xs" align="flex-start">
              <AddKnowledgeText />
              <UploadKnowledge />
            </Group>
          </Stack>
        )}
        <Loaded query={{ ...query, data: query.first }}>
          {() => (
            <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
              {query.rows.map((document) => (
                <Group key={document.id} component="li" justify="space-between" wrap="nowrap">
                  <Stack gap={0} style={{ minWidth: 0 }}>
                    <Text size="sm" fw={600} truncate>
                      {document.title}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {document.kind} · {t.characters(document.characters)} ·{' '}
                      {t.passages(document.passages)} · <When at={document.created_at} />
                    </Text>
                  </Stack>
                  {mayChange && (
                    <Button
                      size="compact-xs"
                      variant="default"
                      onClick={() => setDeleted(document)}
                      aria-label={t.deleteOf(document.title)}
                      style={{ flexShrink: 0 }}
                    >
                      {common.remove}
                    </Button>
                  )}
                </Group>
              ))}
            </Stack>
          )}
        </Loaded>
        {query.hasNextPage && (
          <Button
            variant="default"
            size="xs"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {common.more}
          </Button>
        )}
        {query.rows.length > 0 && <KnowledgeSearch />}
      </Stack>
      <ConfirmTyping
        key={deleted?.id}
        isOpen={deleted !== undefined}
        title={t.deleteDocument}
        word={deleted?.title ?? ''}
        action={common.remove}
        isBusy={remove.isPending}
        onConfirm={() => deleted && remove.mutate(deleted.id)}
        onClose={() => setDeleted(undefined)}
      >
        {t.deleteDocumentHint}
      </ConfirmTyping>
    </Card>
  );
}
