import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { Card } from '../../shared/card.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Failure } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useSession } from '../session/use-session.ts';
import { meTexts } from './me-texts.ts';

const empty = { current: '', password: '' };

export function MyPassword() {
  const t = useTexts(meTexts);
  const { operator } = useSession();
  const [form, setForm] = useState(empty);
  const change = useAction(() => take(api.POST('/session/password', { body: form })), {
    refreshes: ['sessions'],
    quiet: true,
    onDone: ({ message }) => {
      setForm(empty);
      notifyDone(message);
    },
  });
  if (operator.login === null)
    return (
      <Card title={t.password}>
        <Text size="sm">{t.noPassword}</Text>
      </Card>
    );
  return (
    <Card title={t.password}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(undefined);
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t.login(operator.login)}. {t.passwordHint}
          </Text>
          {/* So that password managers know whose password it is. */}
          <input
            type="text"
            name="username"
            autoComplete="username"
            defaultValue={operator.login}
            hidden
          />
          <PasswordInput
            label={t.current}
            value={form.current}
            onChange={(event) => setForm({ ...form, current: event.currentTarget.value })}
            autoComplete="current-password"
            required
          />
          <PasswordInput
            label={t.next}
            description={t.nextHint}
            value={form.password}
            onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
            autoComplete="new-password"
            required
          />
          {change.error && <Failure error={change.error} />}
          <Button
            type="submit"
            loading={change.isPending}
            disabled={form.current === '' || form.password === ''}
            style={{ alignSelf: 'flex-start' }}
          >
            {t.change}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
