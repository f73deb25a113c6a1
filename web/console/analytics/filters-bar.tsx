import { Group, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { analyticsTexts } from './texts.ts';
import type { Filters } from './use-figures.ts';

/** As many as a list to choose from may hold. */
const MOST = 200;

/** Days, and what the figures are narrowed to. */
export function FiltersBar(props: { filters: Filters; onChange: (change: Filters) => void }) {
  const t = useTexts(analyticsTexts);
  const { filters, onChange } = props;
  const page = { params: { query: { limit: MOST } } };
  const campaigns = useQuery({
    queryKey: ['campaigns', 'names'],
    queryFn: () => take(api.GET('/campaigns', page)),
  });
  const accounts = useQuery({
    queryKey: ['accounts', 'names'],
    queryFn: () => take(api.GET('/accounts', page)),
  });
  const sources = useQuery({
    queryKey: ['sources', 'names'],
    queryFn: () => take(api.GET('/sources', page)),
  });
  const choice = (name: keyof Filters, data: { value: string; label: string }[]) => ({
    data,
    value: filters[name] ?? null,
    placeholder: t.any,
    clearable: true,
    searchable: true,
    size: 'sm' as const,
    w: { base: '100%', xs: 200 },
    onChange: (value: string | null) => onChange({ [name]: value ?? undefined }),
  });
  return (
    <Group gap="sm" align="flex-end">
      <TextInput
        type="date"
        label={t.from}
        value={filters.from ?? ''}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t.to}
        value={filters.to ?? ''}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
      <Select
        label={t.campaign}
        {...choice(
          'campaign',
          (campaigns.data?.campaigns ?? []).map(({ id, name }) => ({
            value: String(id),
            label: name,
          })),
        )}
      />
      <Select
        label={t.account}
        {...choice(
          'account',
          (accounts.data?.accounts ?? []).map(({ id, first_name }) => ({
            value: id,
            label: [id, first_name].filter(Boolean).join(' '),
          })),
        )}
      />
      <Select
        label={t.source}
        {...choice(
          'source',
          (sources.data?.sources ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
        )}
      />
    </Group>
  );
}
