import { consoleHeader, sessionCookie } from '../../contract/session.ts';
import { makeSetUpCode } from '../../server/features/sign-in/set-up-code.ts';
import type { Answer, TestServer } from './server.ts';

export const OWNER = { login: 'anna', password: 'correct horse battery' };

/** A browser that has the console open: it keeps the cookie and marks what it sends. */
export type Browser = {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  delete(path: string, body?: unknown): Promise<Answer>;
  /** The token of its session, as it stands in the cookie; set it to steal one. */
  token: string | undefined;
};

type Sender = { address?: string; headers?: Record<string, string> };

/** @param from another address than everybody else's (the server trusts the proxy beside it) */
export function openBrowser(server: TestServer, from: Sender = {}): Browser {
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const answer = await server.api.as(undefined).raw(path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        [consoleHeader.name]: consoleHeader.value,
        ...(browser.token && { cookie: `theme=dark; ${sessionCookie}=${browser.token}` }),
        ...(from.address && { 'x-forwarded-for': from.address }),
        ...from.headers,
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const given = /^vestnik_session=([^;]*)/.exec(answer.headers.get('set-cookie') ?? '')?.[1];
    if (given !== undefined) browser.token = given || undefined;
    const text = await answer.text();
    return { status: answer.status, body: JSON.parse(text), headers: answer.headers };
  };
  const browser: Browser = {
    get: (path) => send('GET', path),
    post: (path, body, headers) => send('POST', path, body, headers),
    patch: (path, body) => send('PATCH', path, body),
    delete: (path, body) => send('DELETE', path, body),
    token: undefined,
  };
  return browser;
}

/** Makes the first owner, as the first minute of a new server does. */
export async function setUp(server: TestServer, owner = OWNER): Promise<Browser> {
  const code = await makeSetUpCode(server.app);
  const browser = openBrowser(server);
  const answer = await browser.post('/session/set-up', { code, name: 'Anna', ...owner });
  if (answer.status !== 201) throw new Error(`no owner was made: ${JSON.stringify(answer.body)}`);
  return browser;
}

/** Invites somebody, who comes in with a login and a password of their own. */
export async function join(
  server: TestServer,
  by: Pick<Browser, 'post'>,
  { role, login }: { role: string; login: string },
): Promise<Browser & { id: number; password: string }> {
  const made = await by.post('/operators', { name: login, role });
  if (made.status !== 200) throw new Error(`nobody was added: ${JSON.stringify(made.body)}`);
  const password = `the password of ${login}`;
  const browser = openBrowser(server);
  const { token } = made.body.invitation;
  const answer = await browser.post('/session/invitation', { token, login, password });
  if (answer.status !== 201) throw new Error(`nobody joined: ${JSON.stringify(answer.body)}`);
  return Object.assign(browser, { id: made.body.operator.id as number, password });
}
