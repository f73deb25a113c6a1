import { Button, Group, PasswordInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { type ChangeEvent, useRef, useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { notifyFailed } from '../../shared/notify.tsx';
import styles from './add-files.module.css';
import { addTexts } from './add-texts.ts';
import { bundlesOf, droppedBundles, folderBundle } from './read-bundles.ts';
import { UploadList } from './upload-list.tsx';
import { type Bundle, useUploads } from './use-uploads.ts';

/** Files and folders by dropping or choosing; each is uploaded and checked by itself. */
export function AddFiles() {
  const t = useTexts(addTexts);
  const [options, setOptions] = useState({ notes: '', passcode: '' });
  const [isOver, setIsOver] = useState(false);
  const chosenFiles = useRef<HTMLInputElement>(null);
  const chosenFolder = useRef<HTMLInputElement>(null);
  const { uploads, add, cancel, cancelAll, forgetFinished, retry } = useUploads();

  const take = (bundles: readonly Bundle[]) => {
    if (bundles.length === 0) notifyFailed(t.notTheseFiles);
    else add(bundles, options);
  };
  const choose =
    (read: (files: readonly File[]) => readonly Bundle[]) =>
    (event: ChangeEvent<HTMLInputElement>) => {
      const files = [...(event.currentTarget.files ?? [])];
      event.currentTarget.value = '';
      if (files.length > 0) take(read(files));
    };
  const chooseFolder = choose((files) => [folderBundle(files)].filter((one) => one !== undefined));

  return (
    <Stack maw={860}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t.notes}
          description={t.notesHint}
          value={options.notes}
          onChange={(event) => setOptions({ ...options, notes: event.currentTarget.value })}
          maxLength={2_000}
        />
        <PasswordInput
          label={t.passcode}
          description={t.passcodeHint}
          value={options.passcode}
          onChange={(event) => setOptions({ ...options, passcode: event.currentTarget.value })}
          autoComplete="off"
        />
      </SimpleGrid>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside do the same by keyboard */}
      <div
        className={styles['drop']}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setIsOver(false);
          void droppedBundles(event.dataTransfer).then(take);
        }}
      >
        <IconUpload size={28} stroke={1.5} aria-hidden />
        <Text fw={600}>{t.drop}</Text>
        <Text size="sm" c="dimmed">
          {t.dropHint}
        </Text>
        <Group justify="center" gap="xs" mt="xs">
          <Button onClick={() => chosenFiles.current?.click()}>{t.choose}</Button>
          <Button variant="default" onClick={() => chosenFolder.current?.click()}>
            {t.chooseFolder}
          </Button>
        </Group>
        <input
          ref={chosenFiles}
          type="file"
          hidden
          multiple
          accept=".zip,.session,.json,.txt"
          aria-label={t.choose}
          onChange={choose(bundlesOf)}
        />
        <input
          ref={chosenFolder}
          type="file"
          hidden
          aria-label={t.chooseFolder}
          {...{ webkitdirectory: '' }}
          onChange={chooseFolder}
        />
      </div>
      {uploads.length > 0 && (
        <UploadList
          uploads={uploads}
          onCancel={cancel}
          onCancelAll={cancelAll}
          onRetry={(one) => retry(one, options)}
          onForget={forgetFinished}
        />
      )}
    </Stack>
  );
}
