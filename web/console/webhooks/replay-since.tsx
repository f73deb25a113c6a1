import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../shared/dialog.tsx';
import { useTexts } from '../../shared/language.tsx';
import { webhooksTexts } from './texts.ts';
import type { Endpoint } from './use-endpoints.ts';
import { useReplaySince } from './use-replay.ts';

/** Tells an endpoint anew of all that happened since a moment. */
export function ReplaySince({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const t = useTexts(webhooksTexts);
  const { run, count, stop } = useReplaySince(endpoint.id);
  const [since, setSince] = useState('');
  return (
    <Dialog title={t.replaySince} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run.mutate(new Date(since), { onSuccess: onClose });
        }}
      >
        <Stack>
          <TextInput
            type="datetime-local"
            label={t.since}
            description={t.replaySinceHint}
            value={since}
            onChange={(event) => setSince(event.currentTarget.value)}
            required
            data-autofocus
          />
          {run.isPending ? (
            <Group justify="space-between">
              <Text size="sm" role="status">
                {t.replaying(count)}
              </Text>
              <Button variant="default" onClick={stop}>
                {t.stopReplay}
              </Button>
            </Group>
          ) : (
            <Button type="submit" disabled={!since}>
              {t.replay}
            </Button>
          )}
        </Stack>
      </form>
    </Dialog>
  );
}
