import { Button, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { formatShare } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { TextLink } from '../../shared/links.tsx';
import { addTexts } from './add-texts.ts';
import type { ImportResult, Upload } from './use-uploads.ts';

type UploadListProps = {
  uploads: readonly Upload[];
  onCancel: (key: number) => void;
  onCancelAll: () => void;
  onRetry: (upload: Upload) => void;
  onForget: () => void;
};

const isOver = ({ state }: Upload) => state !== 'waiting' && state !== 'sending';

/** How far each upload is and what came of it, in plain words. */
export function UploadList(props: UploadListProps) {
  const { uploads } = props;
  const t = useTexts(addTexts);
  const count = (state: Upload['state']) => uploads.filter((one) => one.state === state).length;
  const left = uploads.filter((one) => !isOver(one)).length;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="uploads">
      <Stack gap="sm">
        <Group justify="space-between">
          <Stack gap={0}>
            <Title order={2} size="h4" id="uploads">
              {t.uploads}
            </Title>
            <Text size="sm" c="dimmed" aria-live="polite">
              {t.summary(count('done'), count('failed'), left)}
            </Text>
          </Stack>
          <Button
            size="xs"
            variant="default"
            onClick={left > 0 ? props.onCancelAll : props.onForget}
          >
            {left > 0 ? t.cancelAll : t.forget}
          </Button>
        </Group>
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {uploads.map((one) => (
            <UploadRow
              key={one.key}
              upload={one}
              onCancel={() => props.onCancel(one.key)}
              onRetry={() => props.onRetry(one)}
            />
          ))}
        </Stack>
      </Stack>
    </Paper>
  );
}

type UploadRowProps = { upload: Upload; onCancel: () => void; onRetry: () => void };

function UploadRow({ upload, onCancel, onRetry }: UploadRowProps) {
  const t = useTexts(addTexts);
  const { language } = useLanguage();
  const { label, files, state, share } = upload;
  const canRetry = state === 'failed' || state === 'cancelled';
  return (
    <Stack component="li" gap={4}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {files.length > 1 ? t.folder(label, files.length) : label}
        </Text>
        {!isOver(upload) && (
          <Button size="compact-xs" variant="default" onClick={onCancel} style={{ flexShrink: 0 }}>
            {t.cancel}
          </Button>
        )}
        {canRetry && (
          <Button size="compact-xs" variant="default" onClick={onRetry} style={{ flexShrink: 0 }}>
            {t.retry}
          </Button>
        )}
      </Group>
      {state === 'sending' && (
        <Progress
          value={share * 100}
          size="sm"
          striped={share === 1}
          animated={share === 1}
          aria-label={label}
        />
      )}
      {state === 'done' ? (
        <ImportOutcome result={upload.result} />
      ) : (
        <Text size="sm" c={state === 'failed' ? 'var(--mantine-color-error)' : 'dimmed'}>
          {state === 'failed'
            ? upload.message
            : state !== 'sending'
              ? t[state]
              : share < 1
                ? t.sending(formatShare(share, 1, language))
                : t.checking}
        </Text>
      )}
    </Stack>
  );
}

/** Which accounts came of an import, and what of it did not. */
export function ImportOutcome({ result }: { result: ImportResult }) {
  return (
    <Stack gap={2}>
      {result.accounts.map((account) => (
        <Text key={account.id} size="sm">
          <TextLink to="/accounts/$id" params={{ id: account.id }} inherit>
            {[account.name, account.phone].filter(Boolean).join(' ')}
          </TextLink>
          {`: ${account.message}`}
        </Text>
      ))}
      {result.failures.map(({ error, message }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
        <Text key={`${error}-${index}`} size="sm" c="var(--mantine-color-error)">
          {message}
        </Text>
      ))}
    </Stack>
  );
}
