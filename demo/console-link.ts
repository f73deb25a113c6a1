import { newToken } from '../server/base/crypto.ts';
import type { App } from '../server/context.ts';
import { hashPassword } from '../server/features/sign-in/passwords.ts';
import { storeFirstOwner } from '../server/features/sign-in/set-up-owner.ts';
import { createSignInLink, linkUrl } from '../server/features/sign-in/sign-in-links.ts';
import { homeWorkspaceId } from '../server/features/workspace/ensure-workspace.ts';

/** Makes the demo's owner, whose password nobody knows, and a link that signs in as them. */
export async function makeConsoleLink(app: App, url: string): Promise<string> {
  const workspaceId = await homeWorkspaceId(app);
  const passwordHash = await hashPassword(newToken('demo'));
  const owner = { name: 'Demo', login: 'demo', passwordHash };
  const operatorId = await app.database.transaction((tx) =>
    storeFirstOwner(app, tx, workspaceId, owner),
  );
  return linkUrl(url, 'session', await createSignInLink(app, { workspaceId, operatorId }));
}
