import { Text } from '@mantine/core';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useLanguage } from '../../shared/language.tsx';
import { Bubble } from './bubble.tsx';
import { type Block, blocksOf, type Judgement, type Message } from './inbox.ts';
import styles from './talk.module.css';

/** So far beyond what is seen messages stand in the page. */
const AROUND = '1500px 0px';
/** What a message is high, as long as it was never shown. */
const USUAL_PX = 64;
/** The end of the talk is there with the first paint. */
const AT_END = 2;

type HistoryBlocksProps = {
  messages: readonly Message[];
  judgements: ReadonlyMap<number, Judgement>;
  scroller: RefObject<HTMLElement | null>;
};

/** What was said. However long it is, only what is near what is seen stands in the page. */
export function HistoryBlocks({ messages, judgements, scroller }: HistoryBlocksProps) {
  const blocks = blocksOf(messages);
  return blocks.map((block, i) => (
    <HistoryBlock
      key={block.key}
      block={block}
      judgements={judgements}
      scroller={scroller}
      isFirstSeen={i >= blocks.length - AT_END}
    />
  ));
}

type HistoryBlockProps = Omit<HistoryBlocksProps, 'messages'> & {
  block: Block;
  isFirstSeen: boolean;
};

function HistoryBlock({ block, judgements, scroller, isFirstSeen }: HistoryBlockProps) {
  const element = useRef<HTMLElement>(null);
  const [isNear, setIsNear] = useState(isFirstSeen);
  const [height, setHeight] = useState(block.messages.length * USUAL_PX);
  useEffect(() => {
    const observed = element.current;
    if (!observed) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry) return;
        // Left behind, it keeps the room that it took.
        if (!entry.isIntersecting) setHeight(entry.boundingClientRect.height);
        setIsNear(entry.isIntersecting);
      },
      { root: scroller.current, rootMargin: AROUND },
    );
    observer.observe(observed);
    return () => observer.disconnect();
  }, [scroller]);
  if (!isNear) return <section ref={element} style={{ height }} />;
  return (
    <section ref={element}>
      {block.beginsDay && <Day at={new Date(block.messages[0]?.date ?? 0)} />}
      <ol style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {block.messages.map((message) => {
          const judgement = judgements.get(message.id);
          return <Bubble key={message.id} message={message} {...(judgement && { judgement })} />;
        })}
      </ol>
    </section>
  );
}

function Day({ at }: { at: Date }) {
  const { language } = useLanguage();
  const isToday = at.toDateString() === new Date().toDateString();
  return (
    <Text size="xs" fw={600} c="dimmed" className={styles['day'] ?? ''}>
      {isToday
        ? new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'day')
        : at.toLocaleDateString(language, { day: 'numeric', month: 'long', year: 'numeric' })}
    </Text>
  );
}
