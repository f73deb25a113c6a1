import { Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { When } from '../../shared/when.tsx';
import { analyticsTexts } from './texts.ts';

/** The frame of every view: what was read, or that there is nothing; and how fresh it is. */
export function Figures<T extends { counted_to: string | null }>(props: {
  query: UseQueryResult<T>;
  isEmpty: (figures: T) => boolean;
  children: (figures: T) => ReactNode;
}) {
  const t = useTexts(analyticsTexts);
  return (
    <Loaded query={props.query}>
      {(figures) =>
        props.isEmpty(figures) ? (
          <Empty title={t.nothing}>{figures.counted_to ? t.nothingHint : t.counting}</Empty>
        ) : (
          <Stack gap="md">
            {props.children(figures)}
            {figures.counted_to && (
              <Text size="xs" c="dimmed">
                {t.countedTo} <When at={figures.counted_to} />
              </Text>
            )}
          </Stack>
        )
      }
    </Loaded>
  );
}
