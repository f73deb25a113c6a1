import type { tl } from '@mtcute/core';
import { type Client, type ClientKit, createClient, once } from './client.ts';
import { type ProxySettings, type SignInState, type SignInStep, TelegramError } from './port.ts';
import { toTelegramError } from './telegram-problem.ts';
import { withinReach } from './within-reach.ts';

const STEP_TIMEOUT_MS = 30_000;

/** Asks for a code. The key made here is the one the account will be signed in with. */
export function requestCode(
  kit: ClientKit,
  phone: string,
  proxy: ProxySettings | undefined,
): Promise<SignInStep> {
  return withClient(kit, undefined, proxy, async (client) => {
    const sent = await client.tg.call(
      {
        _: 'auth.sendCode',
        phoneNumber: phone,
        apiId: kit.apiId,
        apiHash: kit.apiHash,
        settings: { _: 'codeSettings' },
      },
      once,
    );
    if (sent._ === 'auth.sentCodeSuccess') return finish(client, sent.authorization);
    if (sent._ !== 'auth.sentCode')
      throw new TelegramError({ kind: 'refused', code: 'PAYMENT_REQUIRED' });
    const session = await client.tg.exportSession();
    const state = { session, phone, phoneCodeHash: sent.phoneCodeHash, ...(proxy && { proxy }) };
    return { step: 'code', state, via: routeOf(sent.type) };
  });
}

export function submitCode(kit: ClientKit, state: SignInState, code: string): Promise<SignInStep> {
  return withClient(kit, state.session, state.proxy, async (client) => {
    try {
      const authorization = await client.tg.call(
        {
          _: 'auth.signIn',
          phoneNumber: state.phone,
          phoneCodeHash: state.phoneCodeHash,
          phoneCode: code.replace(/\D/g, ''),
        },
        once,
      );
      return await finish(client, authorization);
    } catch (error) {
      if (toTelegramError(error).problem.kind !== 'password_needed') throw error;
      const { hint } = await client.tg.call({ _: 'account.getPassword' }, once);
      return { step: 'password', state, hint: hint ?? '' };
    }
  });
}

export function submitPassword(
  kit: ClientKit,
  state: SignInState,
  password: string,
): Promise<SignInStep> {
  return withClient(kit, state.session, state.proxy, async (client) => {
    const request = await client.tg.call({ _: 'account.getPassword' }, once);
    const proof = await client.tg.computeSrpParams(request, password);
    return finish(client, await client.tg.call({ _: 'auth.checkPassword', password: proof }, once));
  });
}

/** Whether Telegram is reached through a proxy; milliseconds it took. */
export async function testProxy(kit: ClientKit, proxy: ProxySettings): Promise<number> {
  const startedAt = performance.now();
  await withClient(kit, undefined, proxy, (client) =>
    client.tg.call({ _: 'help.getNearestDc' }, once),
  );
  return Math.round(performance.now() - startedAt);
}

/** Each step has a connection of its own, so that a restart between two harms nothing. */
async function withClient<T>(
  kit: ClientKit,
  session: string | undefined,
  proxy: ProxySettings | undefined,
  step: (client: Client) => Promise<T>,
): Promise<T> {
  const client = createClient(kit, {
    session,
    proxy,
    updates: undefined,
    onHeard: () => {},
    disableUpdates: true,
  });
  const limit = proxy ? kit.connectTimeoutMs : STEP_TIMEOUT_MS;
  try {
    return await withinReach(client, proxy, limit, () => step(client));
  } finally {
    await client.close();
  }
}

async function finish(
  { tg }: Client,
  authorization: tl.auth.TypeAuthorization,
): Promise<SignInStep> {
  // A number without an account can't be signed up by us, and shouldn't be.
  if (authorization._ !== 'auth.authorization' || authorization.user._ !== 'user')
    throw new TelegramError({ kind: 'phone_invalid', code: 'PHONE_NUMBER_UNOCCUPIED' });
  await tg.storage.self.storeFrom(authorization.user);
  return { step: 'done', session: await tg.exportSession(), telegramId: authorization.user.id };
}

function routeOf(type: tl.auth.TypeSentCodeType): 'app' | 'sms' | 'call' | 'other' {
  switch (type._) {
    case 'auth.sentCodeTypeApp':
      return 'app';
    case 'auth.sentCodeTypeSms':
    case 'auth.sentCodeTypeFragmentSms':
    case 'auth.sentCodeTypeFirebaseSms':
      return 'sms';
    case 'auth.sentCodeTypeCall':
    case 'auth.sentCodeTypeFlashCall':
    case 'auth.sentCodeTypeMissedCall':
      return 'call';
    default:
      return 'other';
  }
}
