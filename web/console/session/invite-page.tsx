import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { Failure, Loaded } from '../../shared/states.tsx';
import { Doorway } from './doorway.tsx';
import { sessionTexts } from './texts.ts';
import { useEnter } from './use-enter.ts';

/** Somebody was invited, or got a new link for a forgotten password. */
export default function InvitePage() {
  const t = useTexts(sessionTexts);
  const token = location.hash.slice(1);
  const query = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => take(api.POST('/session/invitation/look', { body: { token } })),
  });
  return (
    <Doorway
      title={t.invited}
      {...(query.data && { hint: t.invitedHint(query.data.operator.name) })}
    >
      <Loaded query={query}>
        {({ operator }) => <InviteForm token={token} knownLogin={operator.login} />}
      </Loaded>
    </Doorway>
  );
}

function InviteForm({ token, knownLogin }: { token: string; knownLogin: string | null }) {
  const t = useTexts(sessionTexts);
  const navigate = useNavigate();
  const [login, setLogin] = useState(knownLogin ?? '');
  const [password, setPassword] = useState('');
  const enter = useEnter(() =>
    take(api.POST('/session/invitation', { body: { token, login, password } })),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        enter.mutate(undefined, { onSuccess: () => void navigate({ to: '/', replace: true }) });
      }}
    >
      <Stack>
        <TextInput
          label={t.login}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          autoComplete="username"
          required
        />
        <PasswordInput
          label={t.password}
          description={t.passwordHint}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t.showPassword }}
          required
        />
        {enter.error && <Failure error={enter.error} />}
        <Button type="submit" loading={enter.isPending}>
          {t.accept}
        </Button>
      </Stack>
    </form>
  );
}
