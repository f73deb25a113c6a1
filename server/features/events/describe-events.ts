import type { StoredEvent } from '../../base/events/read-events.ts';
import type { App } from '../../context.ts';
import { readSettings } from '../workspace/settings.ts';
import { describeImport } from './describe-import.ts';
import { loadSubjects } from './event-subjects.ts';

/**
 * What events tell: the fields of their own, and whom they are about as the database holds them
 * now. An erased person isn't told of any more: such an event has none.
 * @returns by the event's id
 */
export async function describeEvents(
  app: App,
  events: readonly StoredEvent[],
): Promise<Map<number, Record<string, unknown>>> {
  const described = new Map<number, Record<string, unknown>>();
  for (const workspaceId of new Set(events.map((e) => e.workspaceId))) {
    const own = events.filter((e) => e.workspaceId === workspaceId);
    const { language } = await readSettings(app, workspaceId);
    const subjects = await loadSubjects(app, own, language);
    for (const event of own) {
      const { isGone = true, ...about } = subjects.get(event.id) ?? {};
      if (isGone) continue;
      const imported =
        event.type === 'account.import_finished'
          ? await describeImport(app, workspaceId, Number(event.data['import_id']))
          : {};
      if (imported) described.set(event.id, { ...event.data, ...imported, ...about });
    }
  }
  return described;
}
