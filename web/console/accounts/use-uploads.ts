import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { upload } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { useErrorText } from '../../shared/states.tsx';

export type ImportResult =
  paths['/accounts/upload']['post']['responses'][200]['content']['application/json'];

/** One archive, session file or folder: what is uploaded by itself. */
export type Bundle = { label: string; files: readonly { file: File; path: string }[] };

export type Upload = Bundle & { key: number; share: number } & (
    | { state: 'waiting' | 'sending' | 'cancelled' }
    | { state: 'done'; result: ImportResult }
    | { state: 'failed'; message: string }
  );

type Options = { notes: string; passcode: string };

/**
 * Uploads bundles one after the other (the server checks each in Telegram), telling how far each
 * is. Each can be cancelled and, when it failed, tried again.
 */
export function useUploads() {
  const client = useQueryClient();
  const textOf = useErrorText();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const queue = useRef<{ key: number; bundle: Bundle; options: Options }[]>([]);
  const current = useRef<{ key: number; abort: AbortController }>(undefined);
  const lastKey = useRef(0);

  const change = (key: number, to: Partial<Upload> | Record<string, unknown>) =>
    setUploads((before) =>
      before.map((one) => (one.key === key ? ({ ...one, ...to } as Upload) : one)),
    );

  const work = async () => {
    if (current.current) return;
    for (let next = queue.current.shift(); next; next = queue.current.shift()) {
      const { key, bundle, options } = next;
      const abort = new AbortController();
      current.current = { key, abort };
      change(key, { state: 'sending', share: 0 });
      try {
        const result = await upload<ImportResult>('/accounts/upload', formOf(bundle, options), {
          signal: abort.signal,
          onProgress: (share) => change(key, { share }),
        });
        change(key, { state: 'done', share: 1, result });
      } catch (error) {
        if (abort.signal.aborted) change(key, { state: 'cancelled' });
        else change(key, { state: 'failed', message: textOf(error) });
      }
      void client.invalidateQueries({ queryKey: ['accounts'] });
    }
    current.current = undefined;
  };

  const add = (bundles: readonly Bundle[], options: Options) => {
    const added = bundles.map((bundle) => ({ ...bundle, key: ++lastKey.current }));
    setUploads((before) => [
      ...before,
      ...added.map((one) => ({ ...one, share: 0, state: 'waiting' as const })),
    ]);
    queue.current.push(...added.map((bundle) => ({ key: bundle.key, bundle, options })));
    void work();
  };

  const cancel = (key: number) => {
    queue.current = queue.current.filter((one) => one.key !== key);
    if (current.current?.key === key) current.current.abort.abort();
    else change(key, { state: 'cancelled' });
  };

  return {
    uploads,
    add,
    cancel,
    retry: (one: Upload, options: Options) => {
      change(one.key, { state: 'waiting', share: 0 });
      queue.current.push({ key: one.key, bundle: one, options });
      void work();
    },
    cancelAll: () => {
      for (const { key } of queue.current.splice(0)) change(key, { state: 'cancelled' });
      current.current?.abort.abort();
    },
    forgetFinished: () =>
      setUploads((before) =>
        before.filter(({ state }) => state === 'waiting' || state === 'sending'),
      ),
  };
}

function formOf({ files }: Bundle, { notes, passcode }: Options): FormData {
  const form = new FormData();
  // Fields first: the server reads the form as it comes.
  if (notes) form.append('notes', notes);
  if (passcode) form.append('passcode', passcode);
  for (const { file, path } of files) form.append('file', file, path);
  return form;
}
