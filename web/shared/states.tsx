import { Alert, Button, Center, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ApiError } from './api.ts';
import { useTexts } from './language.tsx';
import { commonTexts } from './texts.ts';

/** What an error says to a person. */
export function useErrorText(): (error: unknown) => string {
  const t = useTexts(commonTexts);
  return (error) => {
    if (error instanceof ApiError) return error.status === 0 ? t.unreachable : error.message;
    // `fetch` reports a broken connection as a TypeError.
    return error instanceof TypeError ? t.unreachable : String(error);
  };
}

/** Something went wrong: what, and a way on. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTexts(commonTexts);
  const textOf = useErrorText();
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle aria-hidden />} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{textOf(error)}</Text>
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t.tryAgain}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** While something is read for the first time. */
export function Loading() {
  const t = useTexts(commonTexts);
  return (
    <Center p="xl">
      <Loader size="sm" aria-label={t.loading} role="status" />
    </Center>
  );
}

/** Nothing is here yet: what would be, and the first step towards it. */
export function Empty(props: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Paper withBorder p="xl" radius="md">
      <Stack align="center" gap="sm" maw={520} mx="auto" ta="center">
        <Title order={2} size="h4">
          {props.title}
        </Title>
        {props.children && (
          <Text c="dimmed" size="sm" component="div">
            {props.children}
          </Text>
        )}
        {props.action}
      </Stack>
    </Paper>
  );
}

type Readable<T> = {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
};

/** Shows what a query has read, or that it is being read, or why it couldn't be. */
export function Loaded<T>({
  query,
  children,
}: {
  query: Readable<T>;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <Loading />;
  return <Failure error={query.error} onRetry={() => void query.refetch()} />;
}
