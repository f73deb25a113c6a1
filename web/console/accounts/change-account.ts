import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';

type ProxyBody = NonNullable<
  paths['/accounts/{id}/proxy']['put']['requestBody']
>['content']['application/json'];

/** Looks at an account now; takes as long as Telegram takes, at most about 40 s. */
export function checkAccount(id: string) {
  return take(api.POST('/accounts/{id}/check', { params: { path: { id } }, body: {} }));
}

/** How an account leaves the server from now on; without a host it is the common proxy. */
export function putProxy(id: string, body: ProxyBody) {
  return take(api.PUT('/accounts/{id}/proxy', { params: { path: { id } }, body }));
}

/** Tries to reach Telegram the way the account would, switched on or not. */
export function testProxy(id: string) {
  return take(api.POST('/accounts/{id}/proxy/test', { params: { path: { id } }, body: {} }));
}

/** Gives tags to accounts, or takes them off. @returns those whose tags are others now */
export async function tagAccounts(ids: string[], change: { add?: string[]; remove?: string[] }) {
  const body = { ids, add: change.add ?? [], remove: change.remove ?? [] };
  return (await take(api.POST('/accounts/tags', { body }))).ids;
}
