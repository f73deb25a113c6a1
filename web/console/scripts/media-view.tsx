import { IconFile } from '@tabler/icons-react';
import type { MessageType } from '../../../contract/messages.ts';
import { useTexts } from '../../shared/language.tsx';
import styles from './media-view.module.css';
import { scriptsTexts } from './texts.ts';

/** A file as it will look in the dialog. */
export function MediaView(props: { id: number; type: MessageType; filename: string | null }) {
  const t = useTexts(scriptsTexts);
  const source = `/media/${props.id}`;
  const name = props.filename ?? t.types[props.type];
  if (props.type === 'photo')
    return <img className={styles['picture']} src={source} alt={t.picture(name)} />;
  if (props.type === 'voice')
    return (
      // biome-ignore lint/a11y/useMediaCaption: what was recorded for one dialog has no captions
      <audio
        className={styles['voice']}
        src={source}
        controls
        preload="metadata"
        aria-label={name}
      />
    );
  if (props.type === 'document')
    return (
      <a className={styles['file']} href={source} download aria-label={t.download(name)}>
        <IconFile aria-hidden />
        {name}
      </a>
    );
  return (
    // biome-ignore lint/a11y/useMediaCaption: what was recorded for one dialog has no captions
    <video
      className={styles[props.type === 'video_note' ? 'note' : 'picture']}
      src={source}
      controls
      preload="metadata"
      aria-label={name}
    />
  );
}
