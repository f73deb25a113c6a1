import type { Call } from './call.ts';
import { resolveUsername } from './contacts/resolve-username.ts';
import { getConfig, getNearestDc } from './help/get-config.ts';
import { sendMessage } from './messages/send-message.ts';
import type { MethodTable } from './method-table.ts';
import { getDifference } from './updates/get-difference.ts';
import { getState } from './updates/get-state.ts';
import { getUsers } from './users/get-users.ts';

/** Every method that the box knows. */
const methods: MethodTable = {
  'help.getConfig': getConfig,
  'help.getNearestDc': getNearestDc,
  'updates.getState': getState,
  'updates.getDifference': getDifference,
  'users.getUsers': getUsers,
  'contacts.resolveUsername': resolveUsername,
  'messages.sendMessage': sendMessage,
};

type Handler = (call: Call, request: { _: string }) => unknown;

/** The same by name. The codec has read the request by the method's own definition. */
export const handlers: ReadonlyMap<string, Handler> = new Map(
  Object.entries(methods) as [string, Handler][],
);
