import { Anchor, Button, Group, Loader, Text, VisuallyHidden } from '@mantine/core';
import { IconDownload, IconFile, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import type { Message } from './inbox.ts';
import styles from './talk.module.css';
import { talkTexts } from './talk-texts.ts';

/** The file of a message. What is large, or lies in Telegram still, is fetched when it's wanted. */
export function Media({ message }: { message: Message }) {
  const t = useTexts(talkTexts);
  const [isBroken, setIsBroken] = useState(false);
  if (message.file_id === null) return null;
  const source = `/files/${message.file_id}`;
  const name = message.filename ?? t.typeOf[message.type];
  if (isBroken)
    return (
      <Text size="sm" c="dimmed">
        {t.fileGone}: {name}
      </Text>
    );
  if (message.type === 'photo')
    return (
      <a href={source} target="_blank" rel="noreferrer">
        <img
          className={styles['photo']}
          src={source}
          alt={message.caption ?? t.typeOf.photo}
          loading="lazy"
          onError={() => setIsBroken(true)}
        />
      </a>
    );
  if (message.type === 'document') return <FileLink message={message} name={name} />;
  return <Player message={message} source={source} onBroken={() => setIsBroken(true)} />;
}

function FileLink({ message, name }: { message: Message; name: string }) {
  const t = useTexts(talkTexts);
  const { language } = useLanguage();
  return (
    <Anchor href={`/files/${message.file_id}`} download={name} c="light-dark(#1864ab, #a5d8ff)">
      <Group gap={6} wrap="nowrap">
        <IconFile size={18} aria-hidden />
        <span>
          <VisuallyHidden>{t.download} </VisuallyHidden>
          {name}
        </span>
        {message.size !== null && (
          <Text span size="xs" c="dimmed">
            {formatSize(message.size, language)}
          </Text>
        )}
        <IconDownload size={14} aria-hidden />
      </Group>
    </Anchor>
  );
}

/** Voice, video and video notes: the whole file is fetched first, so that one can seek in it. */
function Player(props: { message: Message; source: string; onBroken: () => void }) {
  const { message, source, onBroken } = props;
  const t = useTexts(talkTexts);
  const [isWanted, setIsWanted] = useState(false);
  const file = useQuery({
    queryKey: ['files', source],
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    queryFn: async ({ signal }) => {
      const answer = await fetch(source, { signal });
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.blob();
    },
  });
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!file.data) return;
    const made = URL.createObjectURL(file.data);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file.data]);
  useEffect(() => {
    if (file.isError) onBroken();
  }, [file.isError, onBroken]);
  const what = t.typeOf[message.type];
  if (!address)
    return (
      <Button
        size="compact-sm"
        variant="light"
        leftSection={
          file.isFetching ? <Loader size={14} /> : <IconPlayerPlay size={14} aria-hidden />
        }
        onClick={() => setIsWanted(true)}
      >
        <VisuallyHidden>{t.play} </VisuallyHidden>
        {what}
        {message.duration !== null && ` · ${formatDuration(message.duration)}`}
      </Button>
    );
  if (message.type === 'voice')
    // biome-ignore lint/a11y/useMediaCaption: what people record has no captions
    return <audio src={address} controls autoPlay aria-label={what} style={{ maxWidth: '100%' }} />;
  return (
    // biome-ignore lint/a11y/useMediaCaption: what people record has no captions
    <video
      src={address}
      controls
      autoPlay
      aria-label={what}
      className={styles[message.type === 'video_note' ? 'round' : 'photo']}
    />
  );
}

/** 75 → 1:15 */
export function formatDuration(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

export function formatSize(bytes: number, language: string): string {
  const isSmall = bytes < 1_000_000;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: isSmall ? 'kilobyte' : 'megabyte',
    unitDisplay: 'short',
    maximumFractionDigits: isSmall ? 0 : 1,
  }).format(bytes / (isSmall ? 1_000 : 1_000_000));
}
