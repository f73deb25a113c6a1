import { Avatar, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClock,
  IconHandStop,
  IconMoon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTexts } from '../../shared/language.tsx';
import { When } from '../../shared/when.tsx';
import styles from './inbox.module.css';
import { type Dialog, initialsOf, lastMoment, nameOf } from './inbox.ts';
import { talkTexts } from './talk-texts.ts';
import { inboxTexts } from './texts.ts';
import { useInboxSearch } from './use-inbox-search.ts';

type DialogRowProps = { dialog: Dialog; isOpen: boolean };

/** One dialog in the list: who, the last words, when, and what is the matter. */
export function DialogRow({ dialog, isOpen }: DialogRowProps) {
  const t = useTexts(inboxTexts);
  const { searchWith } = useInboxSearch();
  const name = nameOf(dialog);
  const isUnread = dialog.is_unread;
  return (
    <Link
      to="/inbox/$number"
      params={{ number: String(dialog.id) }}
      search={searchWith({})}
      className={styles['row']}
      aria-current={isOpen ? 'true' : undefined}
      preload={false}
    >
      <Avatar size={36} radius="xl" color="initials" name={name} aria-hidden variant="light">
        {initialsOf(name)}
      </Avatar>
      <div>
        <div className={styles['line']}>
          <Text size="sm" fw={isUnread ? 700 : 500} className={styles['grow']}>
            {name}
          </Text>
          <Text size="xs" c="dimmed" component="span" style={{ whiteSpace: 'nowrap' }}>
            <When at={lastMoment(dialog)} />
          </Text>
        </div>
        <div className={styles['line']}>
          <Text size="xs" c={isUnread ? undefined : 'dimmed'} className={styles['grow']}>
            <LastWords dialog={dialog} />
          </Text>
          <Mark dialog={dialog} />
          {isUnread && (
            <span className={styles['dot']}>
              <VisuallyHidden>{t.unread}</VisuallyHidden>
            </span>
          )}
        </div>
        {dialog.waiting_because && (
          <Text size="xs" className={`${styles['grow']} ${styles['waits']}`}>
            {dialog.waiting_because}
          </Text>
        )}
      </div>
    </Link>
  );
}

function LastWords({ dialog: { last_words: words } }: { dialog: Dialog }) {
  const t = useTexts(inboxTexts);
  const talk = useTexts(talkTexts);
  if (!words) return '—';
  const said = words.text || talk.typeOf[words.type];
  return (
    <>
      {words.direction === 'out' && t.you}
      {words.type !== 'text' && words.text && `${talk.typeOf[words.type]}: `}
      {said}
    </>
  );
}

/** The state of a dialog where it isn't just going on. */
function Mark({ dialog }: { dialog: Dialog }) {
  const t = useTexts(inboxTexts);
  const talk = useTexts(talkTexts);
  const words = dialog.last_words;
  const [Icon, label, color] =
    dialog.snoozed_until !== null
      ? ([IconMoon, t.snoozed, 'violet'] as const)
      : words?.status === 'failed' || words?.status === 'unconfirmed'
        ? ([IconAlertTriangle, talk.statusOf[words.status], 'red'] as const)
        : dialog.status === 'waiting'
          ? ([IconHandStop, t.waitsSince(''), 'orange'] as const)
          : dialog.status === 'stopped' || dialog.status === 'failed'
            ? ([IconBan, t.statusOf[dialog.status], 'gray'] as const)
            : dialog.status === 'converted' || dialog.status === 'completed'
              ? ([IconCheck, t.statusOf[dialog.status], 'teal'] as const)
              : words?.status === 'queued'
                ? ([IconClock, talk.statusOf.queued, 'gray'] as const)
                : [];
  if (!Icon) return null;
  return (
    <Tooltip label={label}>
      <Text component="span" c={color} lh={1}>
        <Icon size={14} aria-hidden />
        <VisuallyHidden>{label}</VisuallyHidden>
      </Text>
    </Tooltip>
  );
}
