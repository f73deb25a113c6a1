import { Anchor, Popover, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconClock,
  IconHelpCircle,
  IconSend2,
  IconX,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, take } from '../../shared/api.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Loaded } from '../../shared/states.tsx';
import { formatClock, formatExact } from '../../shared/when.tsx';
import type { Judgement, Message } from './inbox.ts';
import { Media } from './media.tsx';
import styles from './talk.module.css';
import { talkTexts } from './talk-texts.ts';
import { VerdictChip } from './verdict-chip.tsx';

const icons = {
  received: IconCheck,
  queued: IconClock,
  sending: IconSend2,
  sent: IconCheck,
  failed: IconAlertTriangle,
  cancelled: IconX,
  unconfirmed: IconHelpCircle,
} as const;

/** One message as it stands in the talk, with its fate. */
export function Bubble({ message, judgement }: { message: Message; judgement?: Judgement }) {
  const t = useTexts(talkTexts);
  const isOurs = message.direction === 'out';
  const isLost = ['failed', 'cancelled', 'unconfirmed'].includes(message.status);
  const words = message.text ?? message.caption;
  return (
    <li
      className={styles['said']}
      data-from={isOurs ? 'us' : 'person'}
      data-lost={isLost}
      data-message={message.id}
    >
      <div className={styles['bubble']}>
        <Media message={message} />
        {words && <div>{words}</div>}
        <div className={styles['foot']}>
          {isOurs && message.origin && <span>{t.origins[message.origin] ?? message.origin}</span>}
          <Moment message={message} />
          {isOurs && <Fate message={message} />}
        </div>
      </div>
      {isOurs && message.error && <Reason message={message}>{message.error.message}</Reason>}
      {isOurs && message.status === 'queued' && (
        <Reason message={message}>
          {message.due_at !== null && <DueAt at={message.due_at} />}
        </Reason>
      )}
      {judgement && <VerdictChip judgement={judgement} />}
    </li>
  );
}

function Moment({ message }: { message: Message }) {
  const { language } = useLanguage();
  const at = new Date(message.date);
  return (
    <Tooltip label={formatExact(at, language)}>
      <time dateTime={message.date}>{formatClock(at, language)}</time>
    </Tooltip>
  );
}

function Fate({ message: { status } }: { message: Message }) {
  const t = useTexts(talkTexts);
  const Icon = icons[status];
  return (
    <Tooltip label={t.statusOf[status]}>
      <span>
        <Icon size={14} aria-hidden style={{ display: 'block' }} />
        <VisuallyHidden>{t.statusOf[status]}</VisuallyHidden>
      </span>
    </Tooltip>
  );
}

function DueAt({ at }: { at: string }) {
  const t = useTexts(talkTexts);
  const { language } = useLanguage();
  const due = new Date(at);
  if (due.getTime() <= Date.now()) return t.statusOf.queued;
  const when = due.toLocaleString(language, { dateStyle: 'short', timeStyle: 'short' });
  return t.due(when);
}

/** Why it hasn't left, in the gate's words; the whole answer is a click away. */
function Reason({ message, children }: { message: Message; children: ReactNode }) {
  const t = useTexts(talkTexts);
  const isLost = message.status !== 'queued';
  return (
    <Text size="xs" c={isLost ? 'var(--mantine-color-error)' : 'dimmed'} maw="85%" ta="end">
      {children}{' '}
      <Popover width={280} position="bottom-end" withArrow shadow="md" withinPortal>
        <Popover.Target>
          <Anchor component="button" type="button" size="xs">
            {t.why}
          </Anchor>
        </Popover.Target>
        <Popover.Dropdown>
          <Why id={message.id} />
        </Popover.Dropdown>
      </Popover>
    </Text>
  );
}

function Why({ id }: { id: number }) {
  const query = useQuery({
    queryKey: ['messages', 'why', id],
    queryFn: ({ signal }) => take(api.GET('/messages/{id}', { params: { path: { id } }, signal })),
  });
  return <Loaded query={query}>{({ message }) => <Text size="sm">{message.why}</Text>}</Loaded>;
}
