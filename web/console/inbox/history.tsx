import { Button, Center, Text } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Loaded, Loading } from '../../shared/states.tsx';
import { Announcer } from './announcer.tsx';
import { Bubble } from './bubble.tsx';
import { byDay, type Dialog, nameOf } from './inbox.ts';
import { markSeen } from './seen.ts';
import styles from './talk.module.css';
import { talkTexts } from './talk-texts.ts';
import { Unsent } from './unsent.tsx';
import { useHistory } from './use-talk.ts';

/** So near the top the older page is asked for. */
const NEAR_TOP_PX = 600;
const AT_END_PX = 40;

/** What was said, the newest below. It stays where one reads; news are told of beneath. */
export function History({ dialog }: { dialog: Dialog }) {
  const t = useTexts(talkTexts);
  const query = useHistory(dialog.id);
  const { messages, judgements, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const { language } = useLanguage();
  const scroller = useRef<HTMLElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const newest = messages.at(-1);
  const newestId = newest?.id ?? 0;
  const [readTo, setReadTo] = useState(newestId);
  if (isAtEnd && readTo < newestId) setReadTo(newestId);

  useEffect(() => {
    if (isAtEnd && newestId > 0 && document.visibilityState === 'visible')
      markSeen(dialog.id, newestId);
  }, [isAtEnd, newestId, dialog.id]);

  const look = (element: HTMLElement) => {
    // The scroll begins at the end: upwards it is negative.
    const fromTop = element.scrollHeight - element.clientHeight + element.scrollTop;
    setIsAtEnd(element.scrollTop > -AT_END_PX);
    if (fromTop < NEAR_TOP_PX && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  const today = new Date().toDateString();

  return (
    <div className={styles['middle']}>
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
        tabIndex={0}
        aria-label={t.history}
        className={styles['history']}
        onScroll={(event) => look(event.currentTarget)}
      >
        <div className={styles['talk']}>
          <Loaded query={query}>
            {() => (
              <>
                {isFetchingNextPage && <Loading />}
                {hasNextPage && !isFetchingNextPage && (
                  <Center>
                    <Button size="compact-xs" variant="subtle" onClick={() => void fetchNextPage()}>
                      {t.older}
                    </Button>
                  </Center>
                )}
                {messages.length === 0 && (
                  <Text c="dimmed" size="sm" ta="center">
                    {t.nothingSaid}
                  </Text>
                )}
                {byDay(messages).map(({ day, messages: said }) => (
                  <section key={day}>
                    <Text size="xs" fw={600} c="dimmed" className={styles['day']}>
                      {day === today
                        ? new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(
                            0,
                            'day',
                          )
                        : new Date(day).toLocaleDateString(language, {
                            day: 'numeric',
                            month: 'long',
                            year: 'numeric',
                          })}
                    </Text>
                    <ol style={{ listStyle: 'none', margin: 0, padding: 0 }}>
                      {said.map((message) => {
                        const judgement = judgements.get(message.id);
                        return (
                          <Bubble
                            key={message.id}
                            message={message}
                            {...(judgement && { judgement })}
                          />
                        );
                      })}
                    </ol>
                  </section>
                ))}
                <Unsent number={dialog.id} />
              </>
            )}
          </Loaded>
        </div>
      </section>
      {!isAtEnd && readTo < newestId && (
        <div className={styles['below']}>
          <Button
            size="compact-sm"
            radius="xl"
            leftSection={<IconArrowDown size={14} aria-hidden />}
            onClick={() => scroller.current?.scrollTo({ top: 0, behavior: 'smooth' })}
          >
            {t.newBelow}
          </Button>
        </div>
      )}
      <Announcer
        id={newest?.direction === 'in' ? newestId : 0}
        words={`${nameOf(dialog)}: ${newest?.text ?? newest?.caption ?? t.typeOf[newest?.type ?? 'text']}`}
      />
    </div>
  );
}
