import { Stack, Text, UnstyledButton } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import styles from './file-drop.module.css';

type FileDropProps = {
  title: string;
  hint: string;
  /** What the file is, for who doesn't see the page. */
  label: string;
  accept: string;
  onFile: (file: File) => void;
  isBusy?: boolean;
};

/** A place to drop one file on, or to choose it from a dialog. */
export function FileDrop({ title, hint, label, accept, onFile, isBusy }: FileDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file && !isBusy) onFile(file);
  };
  const over = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(true);
  };
  return (
    <>
      <UnstyledButton
        className={styles['drop'] ?? ''}
        data-over={isOver || undefined}
        disabled={isBusy ?? false}
        onClick={() => input.current?.click()}
        onDragOver={over}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setIsOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <Stack align="center" gap={4}>
          <IconFileUpload size={32} stroke={1.4} aria-hidden />
          <Text fw={500}>{title}</Text>
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        </Stack>
      </UnstyledButton>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={label}
        hidden
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file again, mended meanwhile, is a choice too.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
