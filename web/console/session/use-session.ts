import { useQuery } from '@tanstack/react-query';
import { createContext, use } from 'react';
import type { Permission } from '../../../contract/permissions.ts';
import { api, take } from '../../shared/api.ts';

/** Who sits in front of the console, if anybody; read once and renewed by events. */
export function useSessionQuery() {
  return useQuery({
    queryKey: ['session'],
    queryFn: async () => withClock(await take(api.GET('/session'))),
  });
}

/** The answer, with how far the server's clock is ahead of the browser's, milliseconds. */
export function withClock<T extends { now: string }>(answer: T): T & { clockOffset: number } {
  return { ...answer, clockOffset: new Date(answer.now).getTime() - Date.now() };
}

export type SessionAnswer = NonNullable<ReturnType<typeof useSessionQuery>['data']>;
export type Session = NonNullable<SessionAnswer['session']>;

export const SessionContext = createContext<Session | undefined>(undefined);

/** The operator who is signed in. Pages stand inside the shell, which sees to it that there is one. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('nobody is signed in');
  return session;
}

/** Whether the operator may do what needs this permission; the server decides in the end. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useSession();
  return (permission) => (permissions as readonly string[]).includes(permission);
}
