import { Anchor, Button, Group, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { Card } from '../../shared/card.tsx';
import { useTexts } from '../../shared/language.tsx';
import type { Overview } from './overview.ts';
import { overviewTexts } from './texts.ts';

const SandboxHint = lazy(() => import('./sandbox-hint.tsx'));

type Steps = Overview['first_steps'];

const order: readonly { key: keyof Steps; to: string }[] = [
  { key: 'has_account', to: '/accounts/add' },
  { key: 'has_contacts', to: '/contacts/import' },
  { key: 'has_script', to: '/scripts/new' },
  { key: 'has_rehearsal', to: '/campaigns/new' },
  { key: 'has_launched_campaign', to: '/campaigns' },
];

/** The way to the first campaign; it goes away when it has been gone. */
export function FirstSteps({ steps }: { steps: Steps }) {
  const t = useTexts(overviewTexts);
  const [tried, setTried] = useState<keyof Steps>();
  if (order.every(({ key }) => steps[key])) return null;
  return (
    <Card title={t.firstSteps}>
      <Text size="sm" c="dimmed" mb="sm">
        {t.firstStepsHint}
      </Text>
      <Stack gap="xs" component="ol" m={0} p={0}>
        {order.map(({ key, to }) => (
          <Group key={key} component="li" gap="sm">
            <ThemeIcon
              size="sm"
              radius="xl"
              variant={steps[key] ? 'filled' : 'light'}
              color={steps[key] ? 'teal' : 'gray'}
              role="img"
              aria-label={steps[key] ? t.stepDone : t.stepLeft}
            >
              {steps[key] ? <IconCheck size={14} /> : <IconCircle size={10} />}
            </ThemeIcon>
            <Anchor component={Link} to={to} size="sm" style={{ flex: '1 1 180px' }}>
              {t.step[key]}
            </Anchor>
            {!steps[key] && (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={`${t.trySandbox}: ${t.step[key]}`}
                onClick={() => setTried(key)}
              >
                {t.trySandbox}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
      {!steps.has_account && (
        <Text size="sm" mt="sm">
          {t.onlyAnswer}{' '}
          <Anchor component={Link} to="/settings/bots" size="sm" underline="always">
            {t.onlyAnswerLink}
          </Anchor>
        </Text>
      )}
      <Suspense>
        {tried && <SandboxHint step={tried} onClose={() => setTried(undefined)} />}
      </Suspense>
    </Card>
  );
}
