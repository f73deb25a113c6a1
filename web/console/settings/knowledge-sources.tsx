import { Button, Group, Modal, Progress, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { api, take, upload } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Failure } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { aiTexts } from './ai-texts.ts';

const refreshes = ['assistant'];

/** A text typed or pasted in. */
export function AddKnowledgeText() {
  const t = useTexts(aiTexts);
  const common = useTexts(commonTexts);
  const [isOpen, { open, close }] = useDisclosure();
  const [form, setForm] = useState({ title: '', text: '' });
  const add = useAction(() => take(api.POST('/assistant/knowledge', { body: form })), {
    refreshes,
    quiet: true,
    onDone: ({ document }) => {
      setForm({ title: '', text: '' });
      notifyDone(t.added(document.title));
      close();
    },
  });
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {t.addText}
      </Button>
      <Modal opened={isOpen} onClose={close} title={t.addText} size="lg" centered>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate(undefined);
          }}
        >
          <Stack>
            <TextInput
              label={t.docTitle}
              value={form.title}
              onChange={(event) => setForm({ ...form, title: event.currentTarget.value })}
              maxLength={200}
              data-autofocus
              required
            />
            <Textarea
              label={t.docText}
              description={t.docTextHint}
              value={form.text}
              onChange={(event) => setForm({ ...form, text: event.currentTarget.value })}
              maxLength={300_000}
              autosize
              minRows={8}
              maxRows={18}
              required
            />
            {add.error && <Failure error={add.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {common.cancel}
              </Button>
              <Button type="submit" loading={add.isPending}>
                {common.save}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}

type Sent = { document: { title: string } };

/** Files, one after the other, each with its progress; what could not be read says why. */
export function UploadKnowledge() {
  const t = useTexts(aiTexts);
  const common = useTexts(commonTexts);
  const chosen = useRef<HTMLInputElement>(null);
  const abort = useRef<AbortController>(undefined);
  const [sending, setSending] = useState<{ name: string; share: number }>();
  const [failures, setFailures] = useState<{ name: string; error: unknown }[]>([]);
  const send = useAction(
    async (files: readonly File[]) => {
      setFailures([]);
      abort.current = new AbortController();
      const { signal } = abort.current;
      for (const file of files) {
        if (signal.aborted) return;
        setSending({ name: file.name, share: 0 });
        const form = new FormData();
        form.append('file', file, file.name);
        await upload<Sent>('/assistant/knowledge/upload', form, {
          signal,
          onProgress: (share) => setSending({ name: file.name, share }),
        }).then(
          ({ document }) => notifyDone(t.added(document.title)),
          (error: unknown) => {
            if (!signal.aborted) setFailures((before) => [...before, { name: file.name, error }]);
          },
        );
      }
    },
    { refreshes },
  );
  return (
    <Stack gap="xs" style={{ flex: 1, minWidth: 200 }}>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          loading={send.isPending}
          onClick={() => chosen.current?.click()}
        >
          {t.addFiles}
        </Button>
        {send.isPending && (
          <Button size="xs" variant="subtle" onClick={() => abort.current?.abort()}>
            {common.cancel}
          </Button>
        )}
      </Group>
      <input
        ref={chosen}
        type="file"
        hidden
        multiple
        accept=".txt,.md,.html,.htm,.csv,.docx"
        aria-label={t.addFiles}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) send.mutate(files);
        }}
      />
      {send.isPending && sending && (
        <Stack gap={4}>
          <Text size="xs" c="dimmed" aria-live="polite">
            {t.uploading(sending.name)}
          </Text>
          <Progress value={sending.share * 100} size="sm" aria-label={t.uploading(sending.name)} />
        </Stack>
      )}
      {failures.map(({ name, error }) => (
        <Stack key={name} gap={2}>
          <Text size="xs" fw={600}>
            {name}
          </Text>
          <Failure error={error} />
        </Stack>
      ))}
    </Stack>
  );
}
