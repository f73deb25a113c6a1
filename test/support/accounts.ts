import { expect } from 'vitest';
import type { ControlClient } from '../../emulator/test/control-client.ts';
import type { TestServer } from './server.ts';
import { sessionString, uploadString } from './upload-sessions.ts';

export type TestAccount = {
  /** acc_1 */
  key: string;
  telegramId: number;
  phone: string;
};

let lastPhone = 79_200_000_000;

/** A number that no other person of this test file has. */
export const newPhone = () => `+${++lastPhone}`;

/**
 * Makes a person in the box and brings their session into the server as an account.
 * @param options.status `active` is vouched for by an operator; a new account is warming
 */
export async function addAccount(
  server: TestServer,
  control: ControlClient,
  options: { status?: 'active' | 'warming'; firstName?: string; username?: string } = {},
): Promise<TestAccount> {
  const { status = 'active', firstName = 'Account', username } = options;
  const phone = newPhone();
  const telegramId = await control.makeUser({ firstName, phone, ...(username && { username }) });
  const added = await uploadString(server, await sessionString(control, telegramId));
  expect(added.body).toMatchObject({ success: true, account: { status: 'warming' } });
  const key: string = added.body.account.id;
  if (status === 'active') await server.api.patch(`/accounts/${key}`, { status });
  return { key, telegramId, phone };
}
