import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { auditAnswer, auditEntry } from '../../../contract/workspace.ts';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { usePages } from '../../shared/use-pages.ts';
import { useMay } from '../session/use-session.ts';
import { auditTexts } from './texts.ts';

export type Entry = z.output<typeof auditEntry>;
type AuditPage = z.output<typeof auditAnswer>;

const rowsOf = ({ entries }: AuditPage) => entries;

export type AuditFilter = { actor?: string; action?: string; since?: string; about?: string };

export function useAudit(filter: AuditFilter) {
  return usePages<AuditPage, Entry>(
    ['audit', 'list', filter],
    (after, signal) =>
      take(
        api.GET('/audit', { params: { query: { ...filter, ...(after && { after }) } }, signal }),
      ) as Promise<AuditPage>,
    rowsOf,
    { keepsRows: true },
  );
}

/** Walks the whole chain on the server; only when it is asked for. */
export function useAuditCheck() {
  return useQuery({
    queryKey: ['audit-check'],
    enabled: false,
    gcTime: 0,
    queryFn: ({ signal }) => take(api.GET('/audit/check', { signal })),
  });
}

/** The people and the keys of the team, by what the log calls them. */
export function useActors(): { value: string; label: string }[] {
  const t = useTexts(auditTexts);
  const may = useMay();
  const operators = useQuery({
    queryKey: ['operators', 'all'],
    enabled: may('operators.read'),
    staleTime: 300_000,
    queryFn: ({ signal }) => take(api.GET('/operators', { signal })),
    select: (answer) =>
      answer.operators.map(({ id, name }) => ({ value: `operator:${id}`, label: name })),
  });
  const keys = useQuery({
    queryKey: ['api-keys', 'names'],
    enabled: may('keys.read'),
    staleTime: 300_000,
    queryFn: ({ signal }) =>
      take(api.GET('/api-keys', { params: { query: { limit: 200 } }, signal })),
    select: (answer) =>
      answer.keys.map(({ id, name }) => ({ value: `api_key:${id}`, label: t.apiKey(name) })),
  });
  return [
    ...(operators.data ?? []),
    ...(keys.data ?? []),
    { value: 'stranger', label: t.stranger },
  ];
}

/** All actions there are, in plain words. */
export function useActions(): { value: string; label: string }[] {
  const may = useMay();
  const types = useQuery({
    queryKey: ['webhooks', 'event-types'],
    enabled: may('webhooks.read'),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => take(api.GET('/webhooks/event-types', { signal })),
    select: (answer) =>
      answer.event_types.map(({ type, description }) => ({ value: type, label: description })),
  });
  return types.data ?? [];
}

/** What an action is called in plain words. */
export function useActionName(): (action: string) => string {
  const names = new Map(useActions().map(({ value, label }) => [value, label]));
  return (action) => names.get(action) ?? action;
}
