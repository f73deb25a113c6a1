import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';

const UNDO_MS = 8_000;

/** A short word that something was done. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'teal', autoClose: 3_000 });
}

/** What was asked for could not be done. */
export function notifyFailed(message: string): void {
  notifications.show({ message, color: 'red', autoClose: 8_000 });
}

/** Done at once, and a few seconds to take it back. `undo` does the opposite operation. */
export function offerUndo(message: string, label: string, undo: () => void): void {
  const id = notifications.show({
    autoClose: UNDO_MS,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {label}
        </Button>
      </Group>
    ),
  });
}
