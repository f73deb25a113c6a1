import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTexts } from './language.tsx';
import { commonTexts } from './texts.ts';

type ConfirmTypingProps = {
  isOpen: boolean;
  title: string;
  /** What will happen, and that there is no way back. */
  children: ReactNode;
  /** What is to be typed: the name of the thing. */
  word: string;
  action: string;
  isBusy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
};

/** For what can't be undone: the button works when the thing's name has been typed. */
export function ConfirmTyping(props: ConfirmTypingProps) {
  const t = useTexts(commonTexts);
  const [typed, setTyped] = useState('');
  const isRight = typed.trim() === props.word;
  const close = () => {
    setTyped('');
    props.onClose();
  };
  return (
    <Modal
      opened={props.isOpen}
      onClose={close}
      title={props.title}
      closeButtonProps={{ 'aria-label': t.close }}
      centered
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isRight) props.onConfirm();
        }}
      >
        <Stack>
          <Text size="sm" component="div">
            {props.children}
          </Text>
          <TextInput
            label={t.typeToConfirm(props.word)}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t.cancel}
            </Button>
            <Button type="submit" color="red" disabled={!isRight} loading={props.isBusy ?? false}>
              {props.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
