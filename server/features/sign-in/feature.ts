import { startLoop } from '../../base/loop.ts';
import type { Feature } from '../../feature.ts';
import { forgetOldSessions } from './end-sessions.ts';
import { operatorRoutes } from './operator-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { makeSetUpCode } from './set-up-code.ts';
import { forgetOldLinks } from './sign-in-links.ts';
import { forgetOldTries } from './take-try.ts';
import { texts } from './texts.ts';

const TIDY_EVERY_MS = 60 * 60_000;

export const signIn: Feature = {
  name: 'sign-in',
  routes: [...sessionRoutes, ...operatorRoutes],
  async prepare(app) {
    const code = await makeSetUpCode(app);
    if (!code) return undefined;
    const { publicUrl, http, language } = app.config;
    const base = publicUrl ?? `http://localhost:${http.port}`;
    return texts.setUpNotice(code, `${base}/app/`)[language];
  },
  worker: async (app) => [
    startLoop({
      name: 'tidy sign-in',
      clock: app.clock,
      log: app.log,
      everyMs: TIDY_EVERY_MS,
      run: async () => {
        await forgetOldSessions(app);
        await forgetOldLinks(app);
        await forgetOldTries(app);
        return false;
      },
    }),
  ],
};
