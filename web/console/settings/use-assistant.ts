import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { usePages } from '../../shared/use-pages.ts';

export type AiSettings =
  paths['/assistant/settings']['get']['responses'][200]['content']['application/json']['settings'];
export type AiSettingsPatch = NonNullable<
  paths['/assistant/settings']['put']['requestBody']
>['content']['application/json'];
type RolesAnswer =
  paths['/assistant/roles']['get']['responses'][200]['content']['application/json'];
export type AiRole = RolesAnswer['roles'][number];
type KnowledgeAnswer =
  paths['/assistant/knowledge']['get']['responses'][200]['content']['application/json'];
export type KnowledgeDocument = KnowledgeAnswer['documents'][number];

const rolesOf = (page: RolesAnswer) => page.roles;
const documentsOf = (page: KnowledgeAnswer) => page.documents;

export function useAiSettings() {
  return useQuery({
    queryKey: ['assistant', 'settings'],
    queryFn: () => take(api.GET('/assistant/settings')),
    select: (answer) => answer.settings,
  });
}

export function useAiRoles() {
  return usePages(
    ['assistant', 'roles'],
    (after, signal) =>
      take(api.GET('/assistant/roles', { params: { query: { ...(after && { after }) } }, signal })),
    rolesOf,
  );
}

export function useKnowledge() {
  return usePages(
    ['assistant', 'knowledge'],
    (after, signal) =>
      take(
        api.GET('/assistant/knowledge', { params: { query: { ...(after && { after }) } }, signal }),
      ),
    documentsOf,
  );
}
