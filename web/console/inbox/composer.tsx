import {
  ActionIcon,
  FileButton,
  Group,
  Pill,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  Tooltip,
} from '@mantine/core';
import { IconPaperclip, IconSend2 } from '@tabler/icons-react';
import { type RefObject, useState } from 'react';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { notifyFailed } from '../../shared/notify.tsx';
import { useErrorText } from '../../shared/states.tsx';
import { useMay } from '../session/use-session.ts';
import { MOST_BYTES, readBase64, typesOf } from './attached-file.ts';
import type { Dialog } from './inbox.ts';
import { keepWords, keptWords } from './kept-words.ts';
import { formatSize } from './media.tsx';
import styles from './talk.module.css';
import { talkTexts } from './talk-texts.ts';
import { useSay } from './use-say.ts';

type Attached = { file: File; type: ReturnType<typeof typesOf>[number] };

/** Where an operator writes. What was begun waits here while other dialogs are looked at. */
export function Composer(props: { dialog: Dialog; field: RefObject<HTMLTextAreaElement | null> }) {
  const { dialog, field } = props;
  const t = useTexts(talkTexts);
  const { language } = useLanguage();
  const may = useMay();
  const textOf = useErrorText();
  const [words, setWords] = useState(() => keptWords(dialog.id));
  const [attached, setAttached] = useState<Attached>();
  const say = useSay(dialog.id, setWords);

  const write = (text: string) => {
    setWords(text);
    keepWords(dialog.id, text);
  };
  const attach = (file: File | null | undefined) => {
    if (!file) return;
    if (file.size > MOST_BYTES) return notifyFailed(t.tooLarge);
    setAttached({ file, type: typesOf(file)[0] ?? 'document' });
    field.current?.focus();
  };
  const send = async () => {
    const said = words.trim();
    if (!said && !attached) return;
    write('');
    setAttached(undefined);
    if (!attached) return say.mutate({ type: 'text', content: said });
    const { file, type } = attached;
    try {
      const bytes = await readBase64(file);
      say.mutate({ type, file_base64: bytes, filename: file.name, ...(said && { caption: said }) });
    } catch (error) {
      setAttached(attached);
      write(said);
      notifyFailed(textOf(error));
    }
  };

  if (!may('messages.send'))
    return (
      <Text size="sm" c="dimmed" className={styles['composer'] ?? ''}>
        {t.mayNotSend}
      </Text>
    );
  return (
    <Stack
      gap={6}
      className={styles['composer'] ?? ''}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        attach(event.dataTransfer.files[0]);
      }}
    >
      {attached && (
        <Group gap="xs">
          <Pill
            withRemoveButton
            removeButtonProps={{ 'aria-label': t.detach, tabIndex: 0, 'aria-hidden': false }}
            onRemove={() => setAttached(undefined)}
          >
            {attached.file.name} · {formatSize(attached.file.size, language)}
          </Pill>
          {typesOf(attached.file).length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label={t.sendAs}
              value={attached.type}
              onChange={(type) => setAttached({ ...attached, type })}
              data={typesOf(attached.file).map((type) => ({ value: type, label: t.typeOf[type] }))}
            />
          )}
        </Group>
      )}
      <Group gap="xs" wrap="nowrap" align="flex-end">
        <FileButton onChange={attach} key={attached ? 'attached' : 'none'}>
          {(button) => (
            <Tooltip label={t.attach}>
              <ActionIcon {...button} variant="subtle" color="gray" size="lg" aria-label={t.attach}>
                <IconPaperclip size={20} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
        </FileButton>
        <Textarea
          ref={field}
          flex={1}
          aria-label={t.write}
          placeholder={t.writing}
          value={words}
          onChange={(event) => write(event.currentTarget.value)}
          onPaste={(event) => {
            const [file] = event.clipboardData.files;
            if (file) {
              event.preventDefault();
              attach(file);
            }
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
            // Not while a word is being composed, as in Japanese.
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void send();
          }}
          autosize
          minRows={1}
          maxRows={8}
          maxLength={attached ? 1_024 : 4_096}
        />
        <Tooltip label={t.send}>
          <ActionIcon
            size="lg"
            aria-label={t.send}
            disabled={!words.trim() && !attached}
            onClick={() => void send()}
          >
            <IconSend2 size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      <Text size="xs" c="dimmed" visibleFrom="sm">
        {dialog.is_automatic ? t.takesOver : t.writeHint}
      </Text>
    </Stack>
  );
}
