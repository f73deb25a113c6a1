import { SentCode } from '@mtcute/node';
import { describe, expect, it } from 'vitest';
import { plainNetwork } from './mtcute-client.ts';
import { mtcuteFixture } from './mtcute-fixture.ts';

const world = mtcuteFixture('sign-in');
const codeTo = async (phone: string) =>
  (await world.control.get<{ code: string }>(`/codes?phone=${phone}`)).code;

async function asking(phone: string) {
  const client = world.newClient();
  const sent = await client.sendCode({ phone });
  if (!(sent instanceof SentCode)) throw new Error('Nobody is signed in yet');
  return { client, phoneCodeHash: sent.phoneCodeHash };
}

describe('A sign-in code', () => {
  it('is good for five minutes of the world’s time', async () => {
    const phone = '79000000401';
    await world.control.makeUser({ phone });
    const { client, phoneCodeHash } = await asking(phone);
    const phoneCode = await codeTo(phone);
    await world.control.post('/clock', { advanceSeconds: 301 });
    const late = client.signIn({ phone, phoneCodeHash, phoneCode });
    await expect(late).rejects.toMatchObject({ code: 400, text: 'PHONE_CODE_EXPIRED' });
  });

  it('is worth nothing once another was sent', async () => {
    const phone = '79000000402';
    await world.control.makeUser({ phone });
    const first = await asking(phone);
    const phoneCode = await codeTo(phone);
    const second = await asking(phone);
    const old = { phone, phoneCodeHash: first.phoneCodeHash, phoneCode };
    await expect(first.client.signIn(old)).rejects.toThrow('PHONE_CODE_EXPIRED');
    const right = { phone, phoneCodeHash: second.phoneCodeHash, phoneCode: await codeTo(phone) };
    await expect(second.client.signIn(right)).resolves.toBeDefined();
    await expect(second.client.signIn(right)).rejects.toThrow('PHONE_CODE_EXPIRED');
  });

  it('is changed by a resend, and then comes by SMS', async () => {
    const phone = '79000000403';
    await world.control.makeUser({ phone });
    const { client, phoneCodeHash } = await asking(phone);
    const sent = await client.resendCode({ phone, phoneCodeHash });
    expect(sent.type).toBe('sms');
    const phoneCode = await codeTo(phone);
    await expect(client.signIn({ phone, phoneCodeHash, phoneCode })).resolves.toBeDefined();
  });

  it('cannot be guessed: five wrong ones end it', async () => {
    const phone = '79000000404';
    await world.control.makeUser({ phone });
    const { client, phoneCodeHash } = await asking(phone);
    for (let i = 0; i < 5; i++) {
      const guess = client.signIn({ phone, phoneCodeHash, phoneCode: '00000' });
      await expect(guess).rejects.toThrow('PHONE_CODE_INVALID');
    }
    const right = { phone, phoneCodeHash, phoneCode: await codeTo(phone) };
    await expect(client.signIn(right)).rejects.toThrow('PHONE_CODE_EXPIRED');
  });
});

describe('A number that nobody has', () => {
  it('may be signed up when the code was right', async () => {
    const phone = '79000000405';
    const { client, phoneCodeHash } = await asking(phone);
    const early = client.call({
      _: 'auth.signUp',
      phoneNumber: phone,
      phoneCodeHash,
      firstName: 'New',
      lastName: '',
    });
    await expect(early).rejects.toThrow('PHONE_CODE_INVALID');
    const phoneCode = await codeTo(phone);
    const answer = await client.call({
      _: 'auth.signIn',
      phoneNumber: phone,
      phoneCodeHash,
      phoneCode,
    });
    expect(answer._).toBe('auth.authorizationSignUpRequired');
    const done = await client.call({
      _: 'auth.signUp',
      phoneNumber: phone,
      phoneCodeHash,
      firstName: 'New',
      lastName: 'Person',
    });
    expect(done).toMatchObject({ user: { firstName: 'New', phone } });
  });
});

describe('A client that binds temporary keys to its own', () => {
  it('is served like any other', async () => {
    const id = await world.control.makeUser({});
    const { session } = await world.control.post<{ session: string }>(`/users/${id}/session`, {
      format: 'mtcute',
    });
    const client = world.newClient({ network: { ...plainNetwork, usePfs: true } });
    await client.importSession(session);
    await client.connect();
    expect((await client.getMe()).id).toBe(id);
    await world.control.post('/connections/drop', { userId: id });
    expect((await client.getMe()).id).toBe(id);
  });
});

describe('An authorization', () => {
  it('is carried to another data centre by a token that works once', async () => {
    const id = await world.control.makeUser({});
    const client = await world.signedIn(id);
    const { id: owner, bytes } = await client.call({ _: 'auth.exportAuthorization', dcId: 4 });
    const other = world.newClient();
    const carry = () => other.call({ _: 'auth.importAuthorization', id: owner, bytes });
    expect(await carry()).toMatchObject({ user: { id } });
    await expect(carry()).rejects.toThrow('AUTH_BYTES_INVALID');
  });
});
