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

export function useAudit() {
  return usePages<AuditPage, Entry>(
    ['audit', 'list'],
    (after, signal) =>
      take(
        api.GET('/audit', { params: { query: after ? { after } : {} }, signal }),
      ) as Promise<AuditPage>,
    rowsOf,
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

/** Who did it, by name where the name is known. */
export function useActorName(): (actor: string) => string {
  const t = useTexts(auditTexts);
  const may = useMay();
  const operators = useQuery({
    queryKey: ['operators', 'all'],
    enabled: may('operators.read'),
    staleTime: 300_000,
    queryFn: ({ signal }) => take(api.GET('/operators', { signal })),
    select: (answer) => new Map(answer.operators.map(({ id, name }) => [String(id), name])),
  });
  const keys = useQuery({
    queryKey: ['api-keys', 'names'],
    enabled: may('keys.read'),
    staleTime: 300_000,
    queryFn: ({ signal }) => take(api.GET('/api-keys', { params: { query: {} }, signal })),
    select: (answer) => new Map(answer.keys.map(({ id, name }) => [String(id), name])),
  });
  return (actor) => {
    const [kind, id = ''] = actor.split(':');
    if (kind === 'operator') return operators.data?.get(id) ?? t.operator(id);
    if (kind === 'api_key') return t.apiKey(keys.data?.get(id) ?? id);
    return kind === 'system' ? t.system : actor;
  };
}

/** What an action is called in plain words. */
export function useActionName(): (action: string) => string {
  const may = useMay();
  const types = useQuery({
    queryKey: ['webhooks', 'event-types'],
    enabled: may('webhooks.read'),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => take(api.GET('/webhooks/event-types', { signal })),
    select: (answer) => new Map(answer.event_types.map((one) => [one.type, one.description])),
  });
  return (action) => types.data?.get(action) ?? action;
}
