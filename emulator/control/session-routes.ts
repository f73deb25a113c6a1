import { z } from 'zod';
import { loadSchema } from '../mtproto/tl/load-schema.ts';
import { issueKey } from '../world/sessions/issue-key.ts';
import { endKey, keysOf } from '../world/sessions/sign-in.ts';
import type { User } from '../world/users/user.ts';
import { type Box, userById } from './box.ts';
import type { ControlApp } from './control-app.ts';
import { ControlError, notFound } from './control-error.ts';
import { idParams } from './schemas.ts';
import { sessionData, stringSession } from './session-formats/string-session.ts';
import { tdataZip } from './session-formats/tdata-zip.ts';
import { telethonFile } from './session-formats/telethon-file.ts';

const stringFormats = ['mtcute', 'telethon', 'gramjs', 'pyrogram'] as const;

const wantedSession = z.strictObject({
  format: z.enum([...stringFormats, 'tdata-zip', 'telethon-file']),
  passcode: z.string().min(1).optional().describe('Only for tdata-zip'),
  also: z
    .array(z.number().int())
    .max(20)
    .default([])
    .describe('Only for tdata-zip: further accounts in the same archive'),
});

/** Routes that hand out sessions that are signed in already, and take them back. */
export function sessionRoutes(app: ControlApp, box: Box): void {
  app.post(
    '/control/users/:id/session',
    {
      schema: {
        summary: 'Sign the person in somewhere and hand out that session',
        description:
          'String formats answer {session}; tdata-zip and telethon-file answer with the file itself. tdata and Pyrogram strings cannot carry the box’s address.',
        params: idParams,
        body: wantedSession,
      },
    },
    async ({ params, body }, reply) => {
      const user = userById(box, params.id);
      const others = body.also.map((id) => userById(box, id));
      if (body.format !== 'tdata-zip' && (body.passcode !== undefined || others.length > 0)) {
        throw new ControlError(
          400,
          'invalid_request',
          'passcode and also are for the format tdata-zip',
        );
      }
      switch (body.format) {
        case 'tdata-zip': {
          const accounts = [user, ...others].map((account) => issueData(box, account));
          const archive = await tdataZip(accounts, body.passcode);
          return reply.type('application/zip').send(archive);
        }
        case 'telethon-file': {
          const file = await telethonFile(box.server.dc, issue(box, user));
          return reply.type('application/vnd.sqlite3').send(file);
        }
        default:
          return { session: stringSession(body.format, issueData(box, user)) };
      }
    },
  );

  app.post(
    '/control/sessions/bulk',
    {
      schema: {
        summary: 'Sessions of many people, in the order of their ids in the body',
        body: z.strictObject({
          userIds: z.array(z.number().int()).min(1).max(100_000),
          format: z.enum(stringFormats),
        }),
        response: { 200: z.object({ sessions: z.array(z.string()) }) },
      },
    },
    async ({ body }) => {
      const users = body.userIds.map((id) => userById(box, id));
      const sessions = users.map((user) => stringSession(body.format, issueData(box, user)));
      return { sessions };
    },
  );

  app.delete(
    '/control/users/:id/sessions',
    {
      schema: {
        summary: 'Revoke all sessions of the person',
        params: idParams,
        response: { 200: z.object({ revoked: z.number() }) },
      },
    },
    async ({ params }) => {
      const keys = keysOf(box.world, userById(box, params.id).id);
      for (const key of keys) endKey(box.world, key, 'revoked');
      return { revoked: keys.length };
    },
  );

  const codeJson = z.object({
    code: z.string(),
    phone: z.string(),
    via: z.enum(['app', 'sms']),
    sentAt: z.string(),
    expiresAt: z.string(),
  });

  app.get(
    '/control/users/:id/code',
    {
      schema: {
        summary: 'The last sign-in code sent to the person',
        params: idParams,
        response: { 200: codeJson },
      },
    },
    async ({ params }) => showCode(box, userById(box, params.id).phone),
  );

  app.get(
    '/control/codes',
    {
      schema: {
        summary: 'The last sign-in code sent to a number, also if nobody has it',
        querystring: z.strictObject({ phone: z.string() }),
        response: { 200: codeJson },
      },
    },
    async ({ query }) => showCode(box, query.phone.replace(/\D/g, '')),
  );
}

function issue(box: Box, user: User): Buffer {
  return issueKey(box.world, user, loadSchema().layer).key;
}

const issueData = (box: Box, user: User) => sessionData(box.server.dc, user, issue(box, user));

function showCode(box: Box, phone: string | undefined) {
  const hash = phone === undefined ? undefined : box.world.lastLoginByPhone.get(phone);
  const login = hash === undefined ? undefined : box.world.logins.get(hash);
  if (!login) throw notFound('code: none was sent to this number');
  return {
    code: login.code,
    phone: login.phone,
    via: login.via,
    sentAt: new Date(login.sentAt).toISOString(),
    expiresAt: new Date(login.expiresAt).toISOString(),
  };
}
