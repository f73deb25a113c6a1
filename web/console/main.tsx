import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './main.css';
import { createTheme, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from '../shared/api.ts';
import { LanguageProvider } from '../shared/language.tsx';
import { router } from './router.tsx';

const Notifications = lazy(async () => ({
  default: (await import('@mantine/notifications')).Notifications,
}));

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // What the server refuses once it refuses again.
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status > 0),
    },
  },
});

const theme = createTheme({
  primaryColor: 'blue',
  defaultRadius: 'md',
  // White words on it have a contrast of 5.
  primaryShade: 8,
  respectReducedMotion: true,
});

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <LanguageProvider>
        <QueryClientProvider client={client}>
          <Suspense>
            <Notifications position="bottom-right" />
          </Suspense>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  </StrictMode>,
);
