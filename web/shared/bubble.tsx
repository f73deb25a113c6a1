import { useComputedColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './bubble.module.css';
import { partsOfText } from './chat-text.ts';

/** The ground on which bubbles stand, in the console's colours or in others. */
export function Chat(props: { label: string; scheme?: 'light' | 'dark'; children: ReactNode }) {
  const own = useComputedColorScheme('light', { getInitialValueInEffect: false });
  return (
    <section className={styles['chat']} data-scheme={props.scheme ?? own} aria-label={props.label}>
      {props.children}
    </section>
  );
}

type BubbleProps = {
  /** From the side whose phone this is: at the right. */
  isOwn?: boolean;
  text: string;
  /** A picture, a voice: what stands above the text. */
  media?: ReactNode;
  /** Small words at the end: the time, a mark. */
  foot?: ReactNode;
};

/** A message as Telegram shows it. */
export function Bubble({ isOwn, text, media, foot }: BubbleProps) {
  return (
    <div className={styles['bubble']} data-own={isOwn || undefined}>
      {media}
      {text !== '' && (
        <div className={styles['text']}>
          {partsOfText(text).map((part, place) => {
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no names
            if (part.kind === 'plain') return <span key={place}>{part.text}</span>;
            if (part.kind === 'mention')
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no names
                <span key={place} className={styles['mention']}>
                  {part.text}
                </span>
              );
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no names
              <a key={place} href={part.href} target="_blank" rel="noreferrer">
                {part.text}
              </a>
            );
          })}
        </div>
      )}
      {foot && <div className={styles['foot']}>{foot}</div>}
    </div>
  );
}

/** What Telegram writes in the middle: a day, something that happened. */
export function ChatNote({ children }: { children: ReactNode }) {
  return <div className={styles['note']}>{children}</div>;
}
