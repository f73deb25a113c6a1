import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../../shared/api.ts';
import { usePages } from '../../../shared/use-pages.ts';
import type { Contact } from '../contact.ts';

type AudiencesPage = Awaited<ReturnType<typeof readAudiences>>;
export type AudienceRow = AudiencesPage['audiences'][number];

const audiencesOf = (page: AudiencesPage) => page.audiences;
const peopleOf = (page: { contacts: Contact[]; next: string | null }) => page.contacts;

export function useAudienceList() {
  return usePages(['audiences', 'list'], readAudiences, audiencesOf);
}

/** One audience with its size, which takes counting. */
export function useAudience(id: number) {
  return useQuery({
    queryKey: ['audiences', 'one', id],
    queryFn: () => take(api.GET('/audiences/{id}', { params: { path: { id } } })),
    select: ({ audience }) => audience,
  });
}

export type Audience = NonNullable<ReturnType<typeof useAudience>['data']>;

/** The people of an audience in the order in which they came. */
export function useMembers(id: number) {
  return usePages(
    ['audiences', 'members', id],
    (after, signal) => {
      const params = { path: { id }, query: { limit: 50, after } };
      return take(api.GET('/audiences/{id}/contacts', { params, signal }));
    },
    peopleOf,
  );
}

function readAudiences(after: string | undefined, signal: AbortSignal) {
  return take(api.GET('/audiences', { params: { query: { limit: 50, after } }, signal }));
}
