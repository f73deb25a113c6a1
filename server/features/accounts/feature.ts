import { startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import type { Feature } from '../../feature.ts';
import { homeWorkspaceId } from '../workspace/ensure-workspace.ts';
import { advanceStatuses } from './advance-statuses.ts';
import { botTalk } from './bot.ts';
import { checkVerb, startCheckingAccounts } from './check-account.ts';
import { logOutVerb } from './delete-account.ts';
import { figures } from './figures.ts';
import { forgetPeers } from './forget-peers.ts';
import { startHoldingAccounts } from './hold-accounts.ts';
import { forgetAbandonedArrivals } from './import-session.ts';
import { startIncomingFolder } from './incoming-folder.ts';
import { proxyRoutes } from './proxy-routes.ts';
import { routes } from './routes.ts';
import { forgetOldSignIns, signInVerb } from './sign-in.ts';
import { signInRoutes } from './sign-in-routes.ts';

const ADVANCE_EVERY_MS = 10_000;

export const accounts: Feature = {
  name: 'accounts',
  botTalk,
  figures,
  routes: [...signInRoutes, ...routes, ...proxyRoutes],
  extensions: { contactErased: forgetPeers },
  verbs: {
    'account.check': checkVerb,
    'account.log_out': logOutVerb,
    'account.sign_in': signInVerb,
  },
  worker: async (app) => [
    startAdvancing(app),
    await startIncomingFolder(app, await homeWorkspaceId(app)),
  ],
  telegram: async (app, held) => [
    await startHoldingAccounts(app, held),
    await startCheckingAccounts(app, held),
  ],
};

function startAdvancing(app: App) {
  return startLoop({
    name: 'account statuses',
    clock: app.clock,
    log: app.log,
    everyMs: ADVANCE_EVERY_MS,
    run: async () => {
      await forgetOldSignIns(app);
      await forgetAbandonedArrivals(app);
      return advanceStatuses(app);
    },
  });
}
