import { AppShell, Burger, Group, NavLink, ScrollArea, Text, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCircleFilled } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { type LiveState, useLive } from '../../shared/live.ts';
import { Page } from '../../shared/page.tsx';
import { Empty, Failure, Loading } from '../../shared/states.tsx';
import { ClockOffset } from '../../shared/when.tsx';
import { SetUpPage } from '../session/set-up-page.tsx';
import { SignInPage } from '../session/sign-in-page.tsx';
import { type Session, SessionContext, useSessionQuery } from '../session/use-session.ts';
import { rooms } from './rooms.ts';
import styles from './shell.module.css';
import { shellTexts } from './texts.ts';

/** After the first paint: menus bring much code along. */
const PersonMenu = lazy(() => import('./person-menu.tsx'));

/** Whoever isn't signed in meets the way in first; the address stays what it was. */
export function Shell() {
  const query = useSessionQuery();
  if (query.data?.session)
    return (
      <SessionContext value={query.data.session}>
        <ClockOffset value={query.data.clockOffset}>
          <Frame session={query.data.session} />
        </ClockOffset>
      </SessionContext>
    );
  if (query.data?.set_up_needed) return <SetUpPage />;
  if (query.data) return <SignInPage />;
  if (query.isPending) return <Loading />;
  return <Failure error={query.error} onRetry={() => void query.refetch()} />;
}

function Frame({ session }: { session: Session }) {
  const t = useTexts(shellTexts);
  const [isOpen, { toggle, close }] = useDisclosure();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const live = useLive();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes with each new page
  useEffect(close, [path]);
  const allowed = rooms.filter(
    ({ permission }) =>
      !permission || (session.permissions as readonly string[]).includes(permission),
  );
  const isClosed = rooms.some(
    (room) => room.to !== '/' && isUnder(path, room.to) && !allowed.includes(room),
  );
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
    >
      <a href="#content" className={styles['skip']}>
        {t.toContent}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t.menu}
            />
            <Link to="/" className={styles['brand']}>
              Vestnik
            </Link>
            <LiveLamp state={live} />
          </Group>
          <Suspense>
            <PersonMenu session={session} />
          </Suspense>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t.menu}>
        <ScrollArea>
          {allowed.map(({ key, to, icon: Icon }) => {
            const isHere =
              to === '/' ? path === '/app/' || path === '/app' || path === '/' : isUnder(path, to);
            return (
              <NavLink
                key={key}
                component={Link}
                to={to}
                label={t[key]}
                leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
                active={isHere}
                aria-current={isHere ? 'page' : undefined}
                className={styles['link'] ?? ''}
              />
            );
          })}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        {isClosed ? <RoomClosed /> : <Outlet />}
      </AppShell.Main>
    </AppShell>
  );
}

/** Somebody was sent a link to what isn't theirs: said before anything is asked for. */
function RoomClosed() {
  const t = useTexts(shellTexts);
  return (
    <Page title={t.closed}>
      <Empty title={t.closedHint} />
    </Page>
  );
}

function isUnder(path: string, to: string): boolean {
  const inside = path.replace(/^\/app/, '');
  return inside === to || inside.startsWith(`${to}/`);
}

/** Whether what is seen is what is: green, or being connected again. */
function LiveLamp({ state }: { state: LiveState }) {
  const t = useTexts(shellTexts);
  const color = { connecting: 'gray', live: 'teal', lost: 'red' }[state];
  return (
    <Text component="span" c={color} lh={1} role="status" aria-live="polite" title={t[state]}>
      <IconCircleFilled size={8} aria-hidden />
      <VisuallyHidden>{t[state]}</VisuallyHidden>
    </Text>
  );
}
