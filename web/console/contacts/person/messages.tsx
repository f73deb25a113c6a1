import { Anchor, Badge, Button, Collapse, Group, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTexts } from '../../../shared/language.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { When } from '../../../shared/when.tsx';
import { personTexts } from './texts.ts';
import type { EvidencedMessage } from './use-person.ts';

const colors: Record<EvidencedMessage['status'], string> = {
  received: 'gray',
  queued: 'blue',
  sending: 'blue',
  sent: 'teal',
  failed: 'red',
  cancelled: 'gray',
  unconfirmed: 'orange',
};

type MessagesProps = {
  messages: readonly EvidencedMessage[];
  hasMore: boolean;
  isLoadingMore: boolean;
  onMore: () => void;
};

/** What was said, newest first, each with why it was or wasn't sent. */
export function Messages({ messages, hasMore, isLoadingMore, onMore }: MessagesProps) {
  const t = useTexts(personTexts);
  const common = useTexts(commonTexts);
  if (messages.length === 0) return <Text c="dimmed">{t.noMessages}</Text>;
  return (
    <Stack gap="xs">
      {messages.map((message) => (
        <OneMessage key={message.id} message={message} />
      ))}
      {hasMore && (
        <Button variant="default" onClick={onMore} loading={isLoadingMore}>
          {common.more}
        </Button>
      )}
    </Stack>
  );
}

function OneMessage({ message }: { message: EvidencedMessage }) {
  const t = useTexts(personTexts);
  const [isOpen, { toggle }] = useDisclosure();
  const isOut = message.direction === 'out';
  const said = message.text ?? message.caption;
  return (
    <Paper withBorder p="xs" radius="md">
      <Group gap="xs" justify="space-between">
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {isOut ? t.out : t.in}
          </Text>
          <Text size="xs" c="dimmed">
            {message.account_id}
          </Text>
          {isOut && (
            <Badge color={colors[message.status]} variant="dot" size="sm" tt="none" fw={500}>
              {t.messageStatus[message.status]}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" component="span">
          <When at={message.date} />
        </Text>
      </Group>
      {message.type !== 'text' && (
        <Text size="sm">
          {message.file_id ? (
            <Anchor href={`/files/${message.file_id}`} target="_blank" size="sm">
              {message.filename ?? t.messageType[message.type]}
            </Anchor>
          ) : (
            t.messageType[message.type]
          )}
        </Text>
      )}
      {said && (
        <Text size="sm" mt={4} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {said}
        </Text>
      )}
      {isOut && (
        <Text size="xs" c="dimmed" mt={4}>
          {message.why}
        </Text>
      )}
      {message.decisions.length > 1 && (
        <>
          <Button size="compact-xs" variant="subtle" mt={4} onClick={toggle} aria-expanded={isOpen}>
            {t.decisions(message.decisions.length)}
          </Button>
          <Collapse expanded={isOpen}>
            <Stack component="ul" gap={2} my={4} pl="md">
              {message.decisions.map((decision) => (
                <Text component="li" size="xs" key={`${decision.at} ${decision.reason}`}>
                  <When at={decision.at} /> — {decision.message}
                </Text>
              ))}
            </Stack>
          </Collapse>
        </>
      )}
    </Paper>
  );
}
