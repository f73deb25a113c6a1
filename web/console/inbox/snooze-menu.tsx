import { Button, Divider, Popover, Stack, Text, TextInput } from '@mantine/core';
import { IconMoon } from '@tabler/icons-react';
import { useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { forField, snoozeTimes } from './snooze-times.ts';
import { inboxTexts } from './texts.ts';
import type { Steering } from './use-steering.ts';

/** Puts a dialog off: to one of the usual moments, or to one of one's own. */
export function SnoozeMenu({ steering, isSnoozed }: { steering: Steering; isSnoozed: boolean }) {
  const t = useTexts(inboxTexts);
  const [isOpen, setIsOpen] = useState(false);
  const [note, setNote] = useState('');
  const [until, setUntil] = useState('');
  const now = new Date();
  const times = snoozeTimes(now);
  const snooze = (moment: Date | null) => {
    setIsOpen(false);
    steering.snooze.mutate({ until: moment, note: note.trim() }, { onSuccess: () => setNote('') });
  };
  return (
    <Popover opened={isOpen} onChange={setIsOpen} width={250} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconMoon size={14} aria-hidden />}
          aria-haspopup="dialog"
          onClick={() => setIsOpen((was) => !was)}
        >
          {t.snooze}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={4}>
          <Text size="xs" c="dimmed">
            {t.snoozeHint}
          </Text>
          <TextInput
            size="xs"
            label={t.snoozeNote}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            maxLength={500}
          />
          {(['inAnHour', 'inThreeHours', 'tomorrow', 'onMonday', 'inAWeek'] as const).map(
            (when) => (
              <Button
                key={when}
                size="compact-sm"
                variant="subtle"
                justify="flex-start"
                onClick={() => snooze(times[when])}
              >
                {t[when]}
              </Button>
            ),
          )}
          <Divider />
          <TextInput
            size="xs"
            type="datetime-local"
            label={t.snoozeUntil}
            min={forField(now)}
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
          <Button
            size="xs"
            disabled={!until || new Date(until) <= now}
            onClick={() => snooze(new Date(until))}
          >
            {t.snooze}
          </Button>
          {isSnoozed && (
            <Button size="xs" variant="default" onClick={() => snooze(null)}>
              {t.wake}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
