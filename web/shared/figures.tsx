import { Paper, SimpleGrid, Text } from '@mantine/core';
import type { ReactNode } from 'react';

export type Figure = { label: string; value: ReactNode; hint?: ReactNode };

/** A row of figures, each with what it counts. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <SimpleGrid component="dl" cols={{ base: 2, sm: 3, md: 5 }} spacing="xs" m={0}>
      {figures.map(({ label, value, hint }) => (
        <Paper key={label} withBorder p="sm">
          <Text component="dt" size="xs" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} fw={600} size="lg" lh={1.3}>
            {value}
          </Text>
          {hint && (
            <Text component="dd" m={0} size="xs" c="dimmed">
              {hint}
            </Text>
          )}
        </Paper>
      ))}
    </SimpleGrid>
  );
}
