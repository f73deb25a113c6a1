import type { App } from '../../../context.ts';
import { readJobFile } from '../../jobs/job-files.ts';

/** The text of a kept table from its beginning. */
export async function* keptText(app: App, workspaceId: number, key: string) {
  const decoder = new TextDecoder('utf-8');
  for await (const bytes of readJobFile(app, workspaceId, key))
    yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}
