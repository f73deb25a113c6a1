import { Alert, Button, Stack } from '@mantine/core';
import { Failure } from './states.tsx';
import { useAction } from './use-action.ts';

type ProxyTestProps = {
  label: string;
  /** Tries to reach Telegram; fails with the reason. */
  run: () => Promise<{ message: string }>;
};

/** A button that tries the stored proxy, and what came of it. */
export function ProxyTest({ label, run }: ProxyTestProps) {
  const test = useAction(run, { quiet: true });
  return (
    <Stack gap="xs" align="flex-start" aria-live="polite">
      <Button variant="default" loading={test.isPending} onClick={() => test.mutate(undefined)}>
        {label}
      </Button>
      {test.data && (
        <Alert color="teal" variant="light">
          {test.data.message}
        </Alert>
      )}
      {test.error && <Failure error={test.error} />}
    </Stack>
  );
}
