import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  stringifySearchWith,
} from '@tanstack/react-router';
import { Failure } from '../shared/states.tsx';
import { Root } from './shell/root.tsx';
import { Shell } from './shell/shell.tsx';

/** What stands behind the `?` of an address: kept as plain words, read by the page itself. */
type Search = Record<string, string | undefined>;
const validateSearch = (search: Record<string, unknown>): Search =>
  Object.fromEntries(
    Object.entries(search).map(([name, value]) => [
      name,
      value == null ? undefined : String(value),
    ]),
  );

const root = createRootRoute({ component: Root, validateSearch });

const outside = <P extends string>(path: P, page: () => Promise<{ default: () => unknown }>) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(page as never) });

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

/** A page inside the frame; its code is loaded when it is opened. */
const page = <P extends string>(path: P, load: () => Promise<{ default: () => unknown }>) =>
  createRoute({ getParentRoute: () => shell, path, component: lazyRouteComponent(load as never) });

const routeTree = root.addChildren([
  outside('/enter', () => import('./session/enter-page.tsx')),
  outside('/invite', () => import('./session/invite-page.tsx')),
  shell.addChildren([
    page('/', () => import('./overview/overview-page.tsx')),
    page('/accounts', () => import('./accounts/accounts-page.tsx')),
    page('/accounts/add', () => import('./accounts/add-accounts-page.tsx')),
    page('/accounts/$id', () => import('./accounts/account-page.tsx')),
    page('/contacts', () => import('./contacts/contacts-page.tsx')),
    page('/contacts/import', () => import('./contacts/import-page.tsx')),
    page('/contacts/audiences', () => import('./contacts/audiences-page.tsx')),
    page('/contacts/do-not-contact', () => import('./contacts/do-not-contact-page.tsx')),
    page('/contacts/sources', () => import('./contacts/sources-page.tsx')),
    page('/contacts/$id', () => import('./contacts/contact-page.tsx')),
    page('/scripts', () => import('./scripts/scripts-page.tsx')),
    page('/scripts/new', () => import('./scripts/new-script-page.tsx')),
    page('/scripts/$id', () => import('./scripts/script-page.tsx')),
    page('/campaigns', () => import('./campaigns/campaigns-page.tsx')),
    page('/campaigns/new', () => import('./campaigns/new-campaign-page.tsx')),
    page('/campaigns/$id', () => import('./campaigns/campaign-page.tsx')),
    page('/inbox', () => import('./inbox/inbox-page.tsx')),
    page('/inbox/$number', () => import('./inbox/inbox-page.tsx')),
    page('/analytics', () => import('./analytics/analytics-page.tsx')),
    page('/jobs', () => import('./jobs/jobs-page.tsx')),
    page('/webhooks', () => import('./webhooks/webhooks-page.tsx')),
    page('/webhooks/deliveries', () => import('./webhooks/deliveries-page.tsx')),
    page('/audit', () => import('./audit/audit-page.tsx')),
    page('/settings', () => import('./settings/settings-page.tsx')),
    page('/settings/$section', () => import('./settings/settings-page.tsx')),
    page('/$', () => import('./shell/page-gone.tsx')),
  ]),
]);

export const router = createRouter({
  routeTree,
  basepath: '/app',
  // All is words there: `?id=12`, not `?id="12"`.
  parseSearch: parseSearchWith((value) => value),
  stringifySearch: stringifySearchWith(JSON.stringify),
  defaultPreload: 'intent',
  defaultErrorComponent: ({ error }) => <Failure error={error} onRetry={() => location.reload()} />,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
