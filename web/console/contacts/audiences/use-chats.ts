import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../../shared/api.ts';

/** A collection that has begun. */
export type Collecting = { audience_id: number; job: { id: number } };

/** An account administers fewer; a longer list is named by @username over the API. */
const MOST = 200;

const readChats = (account: string, refresh: boolean) =>
  take(
    api.GET('/accounts/{id}/chats', {
      params: {
        path: { id: account },
        query: { limit: MOST, ...(refresh && { refresh: 'true' }) },
      },
    }),
  );

/** The chats that an account administers, as they were when it was last asked. */
export function useChats(account: string | null) {
  return useQuery({
    queryKey: ['accounts', 'chats', account],
    queryFn: () => readChats(account ?? '', false),
    select: (answer) => answer.chats,
    enabled: account !== null,
    retry: false,
  });
}

/** Has Telegram asked anew. */
export const lookAnew = (account: string) => readChats(account, true);
