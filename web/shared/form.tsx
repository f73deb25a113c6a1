import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from './language.tsx';
import { Failure } from './states.tsx';
import { commonTexts } from './texts.ts';

type FormProps = {
  /** What the button at its foot says. */
  submit: string;
  isReady: boolean;
  isBusy: boolean;
  /** Why the server did not take it. */
  error: unknown;
  onSubmit: () => void;
  onCancel?: () => void;
  children: ReactNode;
};

/** The form of a dialog: fields, why it was refused, and its buttons. */
export function Form(props: FormProps) {
  const { submit, isReady, isBusy, error, onSubmit, onCancel, children } = props;
  const t = useTexts(commonTexts);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !isBusy) onSubmit();
      }}
    >
      <Stack>
        {children}
        {error !== null && <Failure error={error} />}
        <Group justify="flex-end">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {t.cancel}
            </Button>
          )}
          <Button type="submit" loading={isBusy} disabled={!isReady}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
