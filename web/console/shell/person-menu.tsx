import { ActionIcon, Menu, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { IconUserCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, take } from '../../shared/api.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { useAction } from '../../shared/use-action.ts';
import type { Session } from '../session/use-session.ts';
import { shellTexts } from './texts.ts';

/** Who is signed in: their own settings, language, appearance, the way out. */
export default function PersonMenu({ session }: { session: Session }) {
  const t = useTexts(shellTexts);
  const { language, setLanguage } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const client = useQueryClient();
  const signOut = useAction(() => take(api.DELETE('/session')), {
    onDone: () => {
      client.clear();
      location.assign('/app/');
    },
  });
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={session.operator.name}>
          <IconUserCircle aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session.operator.name}</Menu.Label>
        <Menu.Item component={Link} to="/settings/me">
          {t.me}
        </Menu.Item>
        <Menu.Item component="a" href="/docs" target="_blank">
          {t.apiDocs}
        </Menu.Item>
        <Menu.Item
          lang={language === 'ru' ? 'en' : 'ru'}
          onClick={() => setLanguage(language === 'ru' ? 'en' : 'ru')}
        >
          {t.otherLanguage}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t.scheme}</Menu.Label>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t.scheme}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
          data={[
            { value: 'light', label: t.light },
            { value: 'dark', label: t.dark },
            { value: 'auto', label: t.auto },
          ]}
        />
        <Menu.Divider />
        <Menu.Item c="var(--mantine-color-error)" onClick={() => signOut.mutate(undefined)}>
          {t.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
