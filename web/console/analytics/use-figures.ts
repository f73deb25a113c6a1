import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  accountFiguresAnswer,
  answersAnswer,
  funnelAnswer,
  refusalsAnswer,
  sourceFiguresAnswer,
} from '../../../contract/analytics.ts';
import { api, take } from '../../shared/api.ts';

/** What of the address narrows the figures. */
export type Filters = {
  from?: string;
  to?: string;
  campaign?: string;
  account?: string;
  source?: string;
  by?: string;
};

type Answers = {
  funnel: z.output<typeof funnelAnswer>;
  answers: z.output<typeof answersAnswer>;
  accounts: z.output<typeof accountFiguresAnswer>;
  sources: z.output<typeof sourceFiguresAnswer>;
  refusals: z.output<typeof refusalsAnswer>;
};
export type ViewName = keyof Answers;

/** One view of the figures, kept on the page while the next one is read. */
export function useFigures<V extends ViewName>(view: V, filters: Filters) {
  const query = queryOf(view, filters);
  return useQuery({
    queryKey: ['analytics', view, query],
    queryFn: async () =>
      (await take(
        api.GET(`/analytics/${view}` as '/analytics/funnel', { params: { query } as never }),
      )) as unknown as Answers[V],
    placeholderData: (before) => before,
  });
}

/** Where the same figures are to be had as a file. */
export function csvPath(view: ViewName, filters: Filters): string {
  const query = { ...queryOf(view, filters), format: 'csv' };
  return `/analytics/${view}?${new URLSearchParams(query)}`;
}

function queryOf(view: ViewName, { by, ...filters }: Filters): Record<string, string> {
  const given = { ...filters, ...(view === 'answers' && { by }) };
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => !!entry[1]),
  );
}
