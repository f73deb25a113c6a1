import { Button, Group, Text } from '@mantine/core';
import { keptLanguage } from './language.tsx';
import { commonTexts } from './texts.ts';

const UNDO_MS = 8_000;

/** Loaded with the first thing to say: the first page does without. */
const loadNotifications = async () => (await import('@mantine/notifications')).notifications;

/** The cross says what it does. */
const cross = () => ({
  closeButtonProps: { 'aria-label': commonTexts[keptLanguage()].close },
});

/** A short word that something was done. */
export function notifyDone(message: string): void {
  void loadNotifications().then(({ show }) =>
    show({ ...cross(), message, color: 'teal', autoClose: 3_000 }),
  );
}

/** What was asked for could not be done. */
export function notifyFailed(message: string): void {
  void loadNotifications().then(({ show }) =>
    show({ ...cross(), message, color: 'red', autoClose: 8_000 }),
  );
}

/** Done at once, and a few seconds to take it back. `undo` does the opposite operation. */
export function offerUndo(message: string, label: string, undo: () => void): void {
  void loadNotifications().then(({ show, hide }) => {
    const id = show({
      ...cross(),
      autoClose: UNDO_MS,
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{message}</Text>
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              hide(id);
              undo();
            }}
          >
            {label}
          </Button>
        </Group>
      ),
    });
  });
}
