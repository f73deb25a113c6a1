import { Button, Code, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { Card } from '../../shared/card.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Failure } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { useSession } from '../session/use-session.ts';
import { meTexts } from './me-texts.ts';
import { QrCode } from './qr-code.tsx';

const refreshes = ['session', 'operators'];

/** The second step of one's sign-in: turned on with an app, turned off with the password. */
export function MyTotp() {
  const t = useTexts(meTexts);
  const { operator } = useSession();
  return (
    <Card title={t.totp}>
      {operator.has_totp ? <TurnOff /> : <TurnOn hasPassword={operator.login !== null} />}
    </Card>
  );
}

function TurnOn({ hasPassword }: { hasPassword: boolean }) {
  const t = useTexts(meTexts);
  const common = useTexts(commonTexts);
  const [code, setCode] = useState('');
  const begin = useAction(() => take(api.POST('/session/totp')));
  const confirm = useAction(() => take(api.POST('/session/totp/confirm', { body: { code } })), {
    refreshes,
    quiet: true,
    onDone: ({ message }) => notifyDone(message),
  });
  if (!begin.data)
    return (
      <Stack align="flex-start" gap="sm">
        <Text size="sm">{hasPassword ? t.totpOff : t.noPassword}</Text>
        <Button
          variant="default"
          disabled={!hasPassword}
          loading={begin.isPending}
          onClick={() => begin.mutate(undefined)}
        >
          {t.turnOn}
        </Button>
      </Stack>
    );
  const { uri, secret } = begin.data;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate(undefined);
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{t.scan}</Text>
        <QrCode text={uri} label={t.qr} />
        <Text size="sm">
          {t.secret}: <Code style={{ overflowWrap: 'anywhere' }}>{secret}</Code>
        </Text>
        <TextInput
          label={t.code}
          description={t.codeHint}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value.replace(/\D/g, ''))}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          maw={220}
          autoFocus
          required
        />
        {confirm.error && <Failure error={confirm.error} />}
        <Group>
          <Button type="submit" loading={confirm.isPending} disabled={code.length !== 6}>
            {t.confirm}
          </Button>
          <Button variant="default" onClick={() => begin.reset()}>
            {common.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function TurnOff() {
  const t = useTexts(meTexts);
  const [password, setPassword] = useState('');
  const end = useAction(() => take(api.DELETE('/session/totp', { body: { password } })), {
    refreshes,
    quiet: true,
    onDone: ({ message }) => notifyDone(message),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        end.mutate(undefined);
      }}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t.totpOn}</Text>
        <PasswordInput
          label={t.current}
          description={t.turnOffHint}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          w="100%"
          required
        />
        {end.error && <Failure error={end.error} />}
        <Button type="submit" variant="default" loading={end.isPending} disabled={password === ''}>
          {t.turnOff}
        </Button>
      </Stack>
    </form>
  );
}
