import { Anchor, List, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { formatNumber } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { forecastTexts } from './forecast-texts.ts';
import type { Forecast } from './use-campaigns.ts';

/** Whom a campaign won't write to, and why, with some of them by name. */
export function LeftOut({ leftOut }: { leftOut: Forecast['left_out'] }) {
  const t = useTexts(forecastTexts);
  const { language } = useLanguage();
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t.leftOut}
      </Title>
      {leftOut.length === 0 && (
        <Text size="sm" c="dimmed">
          {t.leftOutNobody}
        </Text>
      )}
      <List size="sm" spacing={4}>
        {leftOut.map(({ reason, count, message, examples }) => (
          <List.Item key={reason}>
            <b>{formatNumber(count, language)}</b> — {message}{' '}
            {examples.slice(0, 5).map((person, place) => (
              <span key={person.contact_id}>
                {place > 0 && ', '}
                <Anchor
                  component={Link}
                  to={`/contacts/${person.contact_id}`}
                  size="sm"
                  underline="always"
                >
                  {person.name || (person.username ? `@${person.username}` : person.contact_id)}
                </Anchor>
              </span>
            ))}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
