import {
  convertToGramjsSession,
  convertToPyrogramSession,
  convertToTelethonSession,
} from '@mtcute/convert';
import { type StringSessionData, writeStringSession } from '@mtcute/core/utils.js';
import type { DataCenter } from '../../methods/call.ts';
import type { User } from '../../world/users/user.ts';

export type StringFormat = 'mtcute' | 'telethon' | 'gramjs' | 'pyrogram';

/** A signed-in session as the libraries' converters take it; it leads to the box. */
export function sessionData(dc: DataCenter, user: User, authKey: Buffer): StringSessionData {
  const option = { id: dc.id, ipAddress: dc.host, port: dc.port };
  return {
    version: 3,
    primaryDcs: { main: option, media: option },
    authKey,
    self: {
      userId: user.id,
      isBot: user.bot,
      isPremium: user.premium,
      usernames: user.username === undefined ? [] : [user.username],
    },
  };
}

/**
 * The session as a line of text. A Pyrogram line names the data centre only: whoever reads it must
 * know the box's address.
 */
export function stringSession(format: StringFormat, data: StringSessionData): string {
  switch (format) {
    case 'mtcute':
      return writeStringSession(data);
    case 'telethon':
      return convertToTelethonSession(data);
    case 'gramjs':
      return convertToGramjsSession(data);
    case 'pyrogram':
      return convertToPyrogramSession(data, { apiId: 1 });
  }
}
