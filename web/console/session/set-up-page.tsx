import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Failure } from '../../shared/states.tsx';
import { Doorway } from './doorway.tsx';
import { sessionTexts } from './texts.ts';
import { useEnter } from './use-enter.ts';

/** The first minute of a fresh server: whoever reads its output makes the owner. */
export function SetUpPage() {
  const t = useTexts(sessionTexts);
  const { language } = useLanguage();
  const [form, setForm] = useState({ code: '', name: '', login: '', password: '' });
  const set = (field: keyof typeof form) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setForm((before) => ({ ...before, [field]: value }));
  };
  const enter = useEnter(() => take(api.POST('/session/set-up', { body: { ...form, language } })));
  return (
    <Doorway title={t.setUp} hint={t.setUpHint}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          enter.mutate(undefined);
        }}
      >
        <Stack>
          <TextInput
            label={t.setUpCode}
            description={t.setUpCodeHint}
            value={form.code}
            onChange={set('code')}
            autoComplete="off"
            autoFocus
            required
          />
          <TextInput
            label={t.name}
            description={t.nameHint}
            value={form.name}
            onChange={set('name')}
            autoComplete="name"
            required
          />
          <TextInput
            label={t.login}
            value={form.login}
            onChange={set('login')}
            autoComplete="username"
            required
          />
          <PasswordInput
            label={t.password}
            description={t.passwordHint}
            value={form.password}
            onChange={set('password')}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t.showPassword }}
            required
          />
          {enter.error && <Failure error={enter.error} />}
          <Button type="submit" loading={enter.isPending}>
            {t.make}
          </Button>
        </Stack>
      </form>
    </Doorway>
  );
}
