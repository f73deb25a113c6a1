import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { homeWorkspaceId } from '../workspace/ensure-workspace.ts';
import { shutFor, type Tried } from './take-try.ts';

type Failure = {
  /** undefined: nobody has the login. What was typed is kept nowhere: it may be a password. */
  operator: { id: number; workspaceId: number } | undefined;
  because: 'password' | 'code';
  tried: Tried;
  address: string;
};

/**
 * Keeps for the audit that somebody failed to sign in, and that the login is shut when it was their
 * last try. Done whether or not anybody has the login, so that the time doesn't tell.
 */
export async function noteFailure(app: App, failure: Failure): Promise<void> {
  const { operator, because, tried, address } = failure;
  const workspaceId = operator?.workspaceId ?? (await homeWorkspaceId(app));
  const minutes = await shutFor(app, tried);
  const event = {
    workspaceId,
    at: app.clock.now(),
    actor: { kind: 'stranger' as const, address },
  };
  const operator_id = operator?.id ?? null;
  await app.database.transaction((tx) =>
    recordEvents(tx, [
      { ...event, type: 'operator.sign_in_failed', data: { operator_id, because } },
      ...(minutes === undefined
        ? []
        : [{ ...event, type: 'operator.locked_out', data: { operator_id, minutes } }]),
    ]),
  );
}
