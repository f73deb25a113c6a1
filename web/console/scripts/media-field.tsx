import { Button, FileButton, Group, Menu, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, useRef, useState } from 'react';
import type { MediaType } from '../../../contract/messages.ts';
import { api, take, upload } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { Failure } from '../../shared/states.tsx';
import type { VariantDraft } from './draft.ts';
import styles from './editor.module.css';
import { MediaView } from './media-view.tsx';
import { scriptsTexts } from './texts.ts';

const accepted: Record<MediaType, string | undefined> = {
  photo: 'image/*',
  video: 'video/*',
  video_note: 'video/*',
  voice: 'audio/*,video/*',
  document: undefined,
};

type Chosen = { id: number; filename: string };
type MediaFieldProps = {
  variant: VariantDraft & { type: MediaType };
  isReadOnly: boolean;
  onChange: (chosen: Chosen) => void;
};

/** The file of a variant: brought now, or chosen among those brought before. */
export function MediaField({ variant, isReadOnly, onChange }: MediaFieldProps) {
  const t = useTexts(scriptsTexts);
  const { share, error, start, stop } = useUpload(variant.type, onChange);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file && !isReadOnly) start(file);
  };
  return (
    <Stack gap="xs">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button beside does the same */}
      <div className={styles['drop']} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        {variant.mediaId === null ? (
          <Text size="sm" c="dimmed">
            {t.dropFile}
          </Text>
        ) : (
          <MediaView id={variant.mediaId} type={variant.type} filename={variant.filename} />
        )}
        {!isReadOnly && (
          <Group gap="xs" mt="xs">
            <FileButton
              onChange={(file) => file && start(file)}
              {...(accepted[variant.type] && { accept: accepted[variant.type] })}
            >
              {(props) => (
                <Button {...props} size="xs" variant="default" disabled={share !== undefined}>
                  {variant.mediaId === null ? t.chooseFile : t.replaceFile}
                </Button>
              )}
            </FileButton>
            <EarlierFiles type={variant.type} onChoose={onChange} />
          </Group>
        )}
      </div>
      {share !== undefined && (
        <Group gap="xs" role="status">
          <Progress value={share * 100} flex={1} animated={share === 1} aria-label={t.file} />
          <Text size="xs">{share === 1 ? t.preparing : t.uploading(share)}</Text>
          <Button size="compact-xs" variant="subtle" onClick={stop}>
            {t.stopUpload}
          </Button>
        </Group>
      )}
      {error !== undefined && <Failure error={error} />}
    </Stack>
  );
}

/** Sends one file at a time; `share` is undefined while none is under way. */
function useUpload(type: MediaType, onDone: (chosen: Chosen) => void) {
  const [share, setShare] = useState<number>();
  const [error, setError] = useState<unknown>();
  const running = useRef<AbortController>(undefined);
  const start = (file: File) => {
    const form = new FormData();
    form.append('file', file);
    running.current = new AbortController();
    setError(undefined);
    setShare(0);
    upload<{ media: Chosen }>(`/media?type=${type}`, form, {
      onProgress: setShare,
      signal: running.current.signal,
    })
      .then(({ media }) => onDone(media))
      .catch((cause: unknown) => {
        if (!(cause instanceof DOMException)) setError(cause);
      })
      .finally(() => setShare(undefined));
  };
  return { share, error, start, stop: () => running.current?.abort() };
}

function EarlierFiles({ type, onChoose }: { type: MediaType; onChoose: (file: Chosen) => void }) {
  const t = useTexts(scriptsTexts);
  const [isOpen, setIsOpen] = useState(false);
  const { data } = useQuery({
    queryKey: ['media', type],
    queryFn: ({ signal }) =>
      take(api.GET('/media', { params: { query: { type, limit: 30 } }, signal })),
    enabled: isOpen,
    staleTime: 0,
  });
  return (
    <Menu opened={isOpen} onChange={setIsOpen} position="bottom-start">
      <Menu.Target>
        <Button size="xs" variant="subtle">
          {t.earlierFile}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={300} style={{ overflowY: 'auto' }}>
        {data?.media.length === 0 && <Menu.Label>{t.noEarlier}</Menu.Label>}
        {data?.media.map((file) => (
          <Menu.Item key={file.id} onClick={() => onChoose(file)}>
            {file.filename}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
