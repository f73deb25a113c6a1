import { Group } from '@mantine/core';
import { useTexts } from '../../shared/language.tsx';
import { LinkButton } from '../../shared/links.tsx';
import { webhooksTexts } from './texts.ts';

/** The two pages of the room. */
export function WebhooksTabs({ here }: { here: 'endpoints' | 'deliveries' }) {
  const t = useTexts(webhooksTexts);
  return (
    <Group component="nav" gap={6} aria-label={t.tabs}>
      {(['endpoints', 'deliveries'] as const).map((tab) => (
        <LinkButton
          key={tab}
          to={tab === 'endpoints' ? '/webhooks' : '/webhooks/deliveries'}
          size="xs"
          variant={tab === here ? 'light' : 'subtle'}
          aria-current={tab === here ? 'page' : undefined}
        >
          {t[tab]}
        </LinkButton>
      ))}
    </Group>
  );
}
