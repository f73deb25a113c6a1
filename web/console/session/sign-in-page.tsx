import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ApiError, api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { Failure } from '../../shared/states.tsx';
import { Doorway } from './doorway.tsx';
import { sessionTexts } from './texts.ts';
import { useEnter } from './use-enter.ts';

export function SignInPage() {
  const t = useTexts(sessionTexts);
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const enter = useEnter(() =>
    take(api.POST('/session', { body: { login, password, ...(totp && { totp }) } })),
  );
  const code = enter.error instanceof ApiError ? enter.error.code : undefined;
  const wantsTotp = totp !== '' || code === 'totp_required';
  return (
    <Doorway title={t.signIn}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          enter.mutate(undefined);
        }}
      >
        <Stack>
          <TextInput
            label={t.login}
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
            autoComplete="username"
            autoFocus
            required
          />
          <PasswordInput
            label={t.password}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t.showPassword }}
            required
          />
          {wantsTotp && (
            <TextInput
              label={t.totp}
              description={t.totpHint}
              value={totp}
              onChange={(event) => setTotp(event.currentTarget.value)}
              autoComplete="one-time-code"
              inputMode="numeric"
              maxLength={6}
              autoFocus
              required
            />
          )}
          {enter.error && code !== 'totp_required' && <Failure error={enter.error} />}
          <Button type="submit" loading={enter.isPending}>
            {t.enter}
          </Button>
          <Text size="xs" c="dimmed">
            {t.forgotten}
          </Text>
        </Stack>
      </form>
    </Doorway>
  );
}
