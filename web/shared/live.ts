import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { isLong, renewFirstPage } from './renew-pages.ts';

/** Which rooms' lists an event changes, by the beginning of its type; each room a query key. */
const changed: readonly [prefix: string, rooms: readonly string[]][] = [
  ['account.', ['accounts', 'overview']],
  ['message.', ['dialogs', 'messages', 'campaigns', 'overview']],
  ['dialog.', ['dialogs', 'overview']],
  ['assistant.', ['dialogs', 'assistant', 'overview']],
  ['contact.', ['contacts', 'do-not-contact', 'overview']],
  ['contacts.', ['contacts', 'audiences', 'jobs', 'overview']],
  ['source.', ['sources']],
  ['audience.', ['audiences']],
  ['opt_in.', ['sources']],
  ['script.', ['scripts']],
  ['campaign.', ['campaigns', 'overview']],
  ['job.', ['jobs', 'rehearsals']],
  ['webhook.', ['webhooks']],
  ['operator.', ['operators', 'session']],
  ['api_key.', ['api-keys']],
  ['settings.', ['settings']],
  ['bot.', ['bots']],
  ['team_group.', ['team-inbox']],
  ['business.', ['business', 'overview']],
];

/** Many events at once (a campaign running) renew a list once in so long. */
const RENEW_EVERY_MS = 2_000;
/** And what was read of a long list beyond its first page, once in so long. */
const RENEW_LONG_EVERY_MS = 30_000;

export type LiveState = 'connecting' | 'live' | 'lost';

/** What is seen is read again at once, what isn't when it is looked at. */
function renewRoom(client: QueryClient, room: string): void {
  const isDueWhole = (query: Query) =>
    !isLong(query) || Date.now() - query.state.dataUpdatedAt > RENEW_LONG_EVERY_MS;
  const queries = client.getQueryCache().findAll({ queryKey: [room], type: 'active' });
  for (const query of queries)
    if (!isDueWhole(query)) renewFirstPage(client, query).catch(() => query.invalidate());
  void client.invalidateQueries({
    queryKey: [room],
    predicate: (query) => !query.isActive() || isDueWhole(query),
  });
}

/**
 * Keeps what is on the page as the server has it: events name what changed, and its lists are read
 * again. The browser resumes after a break where it was; when too much was missed, all is renewed.
 */
export function useLive(): LiveState {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => {
    const due = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const renew = () => {
      timer = undefined;
      for (const room of due) renewRoom(client, room);
      due.clear();
    };
    const source = new EventSource('/live');
    source.onopen = () => setState('live');
    source.onerror = () => setState('lost');
    source.onmessage = (message) => {
      const { type } = JSON.parse(String(message.data)) as { type: string };
      if (type === 'reset') return void client.invalidateQueries();
      for (const [prefix, rooms] of changed)
        if (type.startsWith(prefix)) for (const room of rooms) due.add(room);
      due.add('events');
      timer ??= setTimeout(renew, RENEW_EVERY_MS);
    };
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [client]);
  return state;
}
