import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api, take } from '../../shared/api.ts';
import type { Patch } from './campaign.ts';
import { campaignKey } from './use-campaigns.ts';

const QUIET_MS = 600;

/**
 * Keeps a draft on the server as it is changed: after each pause in typing, and when the page is
 * left. What could not be kept goes along with the next change.
 */
export function useAutosave(id: number) {
  const client = useQueryClient();
  const [edits, setEdits] = useState<Patch>({});
  const waiting = useRef<Patch>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (patch: Patch) =>
      take(api.PATCH('/campaigns/{id}', { params: { path: { id } }, body: patch })),
    onSuccess: (answer) => {
      client.setQueryData(campaignKey(id), answer);
      void client.invalidateQueries({ queryKey: ['campaign-forecast', id] });
    },
    onError: (_, patch) => {
      waiting.current = { ...patch, ...waiting.current };
    },
  });
  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const patch = waiting.current;
    if (Object.keys(patch).length === 0) return;
    waiting.current = {};
    mutate(patch);
  }, [mutate]);
  const change = (patch: Patch) => {
    setEdits((before) => ({ ...before, ...patch }));
    waiting.current = { ...waiting.current, ...patch };
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, QUIET_MS);
  };
  useEffect(() => flush, [flush]);
  return { edits, change, flush, isSaving: isPending, error };
}
