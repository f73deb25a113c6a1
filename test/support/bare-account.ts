import type { Emulator } from '../../emulator/start-emulator.ts';
import { controlOf } from '../../emulator/test/control-client.ts';
import { createSilentLog } from '../../server/base/log.ts';
import { createMtcuteAccounts } from '../../server/edges/telegram-account/mtcute-accounts.ts';
import type { Heard } from '../../server/edges/telegram-account/port.ts';

/** An account of the box connected by the adapter alone, without any server. */
export async function openBareAccount(
  box: Emulator,
  phone: string,
  onHeard: (heard: Heard) => void = () => {},
) {
  const control = controlOf(box);
  const accountId = await control.makeUser({ phone });
  const { session } = await control.post<{ session: string }>(`/users/${accountId}/session`, {
    format: 'mtcute',
  });
  const { accounts, sending } = await createMtcuteAccounts({
    apiId: undefined,
    apiHash: undefined,
    sandbox: box.mtproto,
    connectTimeout: 5,
    log: createSilentLog(),
  });
  const connection = await accounts.open({
    session,
    proxy: undefined,
    updates: undefined,
    onHeard,
  });
  return { accountId, connection, sending };
}
