import { ActionIcon, Badge, Button, Group, Menu, Text, Title, Tooltip } from '@mantine/core';
import {
  IconArrowLeft,
  IconCheck,
  IconDotsVertical,
  IconDownload,
  IconHandGrab,
  IconPlayerStop,
  IconRobot,
  IconTargetArrow,
  IconUser,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTexts } from '../../shared/language.tsx';
import { When } from '../../shared/when.tsx';
import { useMay, useSession } from '../session/use-session.ts';
import list from './inbox.module.css';
import { type Dialog, hasEnded, nameOf } from './inbox.ts';
import { SnoozeMenu } from './snooze-menu.tsx';
import styles from './talk.module.css';
import { inboxTexts } from './texts.ts';
import { useOperators } from './use-dialogs.ts';
import { useInboxSearch } from './use-inbox-search.ts';
import type { Steering } from './use-steering.ts';

const colors = {
  active: 'blue',
  waiting: 'orange',
  stopped: 'gray',
  failed: 'red',
  completed: 'teal',
  converted: 'teal',
} as const;

type TalkHeaderProps = { dialog: Dialog; steering: Steering; onComplete: () => void };

/** Whose dialog it is, in what state, and what can be done with it. */
export function TalkHeader({ dialog, steering, onComplete }: TalkHeaderProps) {
  const t = useTexts(inboxTexts);
  const may = useMay();
  const { pane, searchWith, showPane } = useInboxSearch();
  return (
    <header className={styles['head']}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Group gap={6} wrap="nowrap" miw={0}>
          <Tooltip label={t.back}>
            <ActionIcon
              component={Link}
              to="/inbox"
              search={searchWith({ pane: undefined }) as never}
              variant="subtle"
              color="gray"
              aria-label={t.back}
              className={list['narrowOnly'] ?? ''}
            >
              <IconArrowLeft size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Title order={2} size="h5" lineClamp={1}>
            {nameOf(dialog)}
          </Title>
          <Badge color={colors[dialog.status]} variant="dot" size="sm" tt="none">
            {t.statusOf[dialog.status]}
          </Badge>
        </Group>
        <Group gap={4} wrap="nowrap">
          {may('dialogs.write') && <MoreActions dialog={dialog} steering={steering} />}
          <Tooltip label={t.person}>
            <ActionIcon
              variant={pane ? 'light' : 'subtle'}
              color={pane ? 'blue' : 'gray'}
              aria-label={t.person}
              aria-pressed={pane !== undefined}
              onClick={() => showPane(pane ? undefined : 'person')}
            >
              <IconUser size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      <Group justify="space-between" gap={6} mt={4}>
        <Text size="xs" c="dimmed">
          <Summary dialog={dialog} />
        </Text>
        {may('dialogs.write') && (
          <Group gap={6}>
            {hasEnded(dialog) ? (
              <Button
                size="compact-sm"
                variant="default"
                loading={steering.reopen.isPending}
                onClick={() => steering.reopen.mutate()}
              >
                {t.reopen}
              </Button>
            ) : (
              <>
                <ClaimButton dialog={dialog} steering={steering} />
                <LeadButton dialog={dialog} steering={steering} />
                <SnoozeMenu steering={steering} isSnoozed={dialog.snoozed_until !== null} />
                <Button
                  size="compact-sm"
                  leftSection={<IconCheck size={14} aria-hidden />}
                  loading={steering.complete.isPending}
                  onClick={onComplete}
                >
                  {t.complete}
                </Button>
              </>
            )}
          </Group>
        )}
      </Group>
    </header>
  );
}

function Summary({ dialog }: { dialog: Dialog }) {
  const t = useTexts(inboxTexts);
  const said = [
    [dialog.account_name, dialog.account_id].filter(Boolean).join(' '),
    dialog.is_automatic && dialog.status === 'active' ? t.ledByScript : t.ledByPeople,
    dialog.campaign !== null && t.campaign(dialog.campaign),
    dialog.stage !== null && t.stage(dialog.stage),
  ].filter(Boolean);
  return (
    <>
      {said.join(' · ')}
      {dialog.snoozed_until && (
        <>
          {' · '}
          {t.snoozedUntil} <When at={dialog.snoozed_until} />
          {dialog.snooze_note && `: ${dialog.snooze_note}`}
        </>
      )}
      {dialog.waiting_because && (
        <Text span size="xs" fw={600} className={list['waits'] ?? ''}>
          {' · '}
          {dialog.waiting_because}
        </Text>
      )}
    </>
  );
}

/** A dialog that waits, and for nobody in particular. */
function ClaimButton({ dialog, steering }: { dialog: Dialog; steering: Steering }) {
  const t = useTexts(inboxTexts);
  const { operator } = useSession();
  if (dialog.status !== 'waiting' || dialog.operator_id !== null) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconHandGrab size={14} aria-hidden />}
      loading={steering.assign.isPending}
      onClick={() => steering.assign.mutate(operator.id)}
    >
      {t.take}
    </Button>
  );
}

/** A dialog is led by the script, or by people: the button leads to the other. */
function LeadButton({ dialog, steering }: { dialog: Dialog; steering: Steering }) {
  const t = useTexts(inboxTexts);
  const isLed = dialog.status === 'active' && dialog.is_automatic;
  return isLed ? (
    <Tooltip label={t.takeHint}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconHandGrab size={14} aria-hidden />}
        loading={steering.take.isPending}
        onClick={() => steering.take.mutate()}
      >
        {t.take}
      </Button>
    </Tooltip>
  ) : (
    <Tooltip label={t.handBackHint}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconRobot size={14} aria-hidden />}
        loading={steering.handBack.isPending}
        onClick={() => steering.handBack.mutate()}
      >
        {t.handBack}
      </Button>
    </Tooltip>
  );
}

function MoreActions({ dialog, steering }: { dialog: Dialog; steering: Steering }) {
  const t = useTexts(inboxTexts);
  const { operator } = useSession();
  const operators = useOperators();
  const isOver = hasEnded(dialog);
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t.actions}>
          <IconDotsVertical size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!isOver && (
          <Menu.Item
            leftSection={<IconTargetArrow size={16} aria-hidden />}
            onClick={() => steering.complete.mutate('converted')}
          >
            {t.convert}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconDownload size={16} aria-hidden />}
          component="a"
          href={`/dialogs/number/${dialog.id}/export`}
        >
          {t.export}
        </Menu.Item>
        {(operators.data?.length ?? 0) > 0 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t.assign}</Menu.Label>
            {[...(operators.data ?? [])]
              .sort((a, b) => Number(b.id === operator.id) - Number(a.id === operator.id))
              .slice(0, 20)
              .map(({ id, name }) => (
                <Menu.Item
                  key={id}
                  rightSection={
                    id === dialog.operator_id ? <IconCheck size={14} aria-hidden /> : null
                  }
                  aria-current={id === dialog.operator_id}
                  onClick={() => steering.assign.mutate(id)}
                >
                  {id === operator.id ? t.me(name) : name}
                </Menu.Item>
              ))}
            {dialog.operator_id !== null && (
              <Menu.Item onClick={() => steering.assign.mutate(null)}>{t.nobody}</Menu.Item>
            )}
          </>
        )}
        {dialog.status !== 'stopped' && (
          <>
            <Menu.Divider />
            <Menu.Item
              c="var(--mantine-color-error)"
              leftSection={<IconPlayerStop size={16} aria-hidden />}
              onClick={() => steering.stop.mutate()}
            >
              {t.stop}
              <Text size="xs" c="dimmed">
                {t.stopHint}
              </Text>
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
