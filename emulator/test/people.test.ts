import { Long } from '@mtcute/node';
import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from './mtcute-fixture.ts';
import { waitFor } from './wait-for.ts';

const world = mtcuteFixture('people');

async function pair() {
  const boris = await world.control.makeUser({ firstName: 'Boris', bio: 'A person' });
  await world.control.patch(`/users/${boris}`, { username: `person_${boris}` });
  const anna = await world.control.makeUser({ firstName: 'Anna' });
  const client = await world.signedIn(anna);
  const peer = await client.resolvePeer(`person_${boris}`);
  if (peer._ !== 'inputPeerUser') throw new Error(peer._);
  const user = { ...peer, _: 'inputUser' } as const;
  return { anna, boris, client, peer, user };
}

describe('The contacts', () => {
  it('take a person in under a name of one’s own, and let them go', async () => {
    const { boris, client, user } = await pair();
    const name = { firstName: 'My', lastName: 'Friend', phone: '' };
    const added = await client.call({ _: 'contacts.addContact', id: user, ...name });
    expect(added).toMatchObject({ users: [{ id: boris, contact: true, firstName: 'My' }] });
    const unnamed = client.call({ _: 'contacts.addContact', id: user, ...name, firstName: ' ' });
    await expect(unnamed).rejects.toThrow('CONTACT_NAME_EMPTY');
    const found = await client.call({ _: 'contacts.search', q: 'friend', limit: 5 });
    expect(found.myResults).toEqual([{ _: 'peerUser', userId: boris }]);
    await client.call({ _: 'contacts.deleteContacts', id: [user] });
    expect(await client.getContacts()).toEqual([]);
  });

  it('are told when a person comes online', async () => {
    const { boris, client, user } = await pair();
    await client.call({
      _: 'contacts.addContact',
      id: user,
      firstName: 'B',
      lastName: '',
      phone: '',
    });
    const statuses: unknown[] = [];
    client.onRawUpdate.add(({ update }) => {
      if (update._ === 'updateUserStatus') statuses.push(update);
    });
    await client.startUpdatesLoop();
    const his = await world.signedIn(boris);
    await his.call({ _: 'account.updateStatus', offline: false });
    await waitFor('the status', () => statuses[0]);
    expect(statuses).toMatchObject([{ userId: boris, status: { _: 'userStatusOnline' } }]);
    await world.control.patch(`/users/${boris}`, { privacy: { lastSeen: 'nobody' } });
    const list = await client.call({ _: 'contacts.getStatuses' });
    expect(list).toMatchObject([{ userId: boris, status: { _: 'userStatusRecently' } }]);
  });
});

describe('A profile', () => {
  it('shows what its owner shows', async () => {
    const { client, user } = await pair();
    const full = await client.call({ _: 'users.getFullUser', id: user });
    expect(full.fullUser).toMatchObject({ about: 'A person', blocked: false });
    await client.call({ _: 'contacts.block', id: { ...user, _: 'inputPeerUser' } });
    const again = await client.call({ _: 'users.getFullUser', id: user });
    expect(again.fullUser.blocked).toBe(true);
    await client.call({ _: 'contacts.unblock', id: { ...user, _: 'inputPeerUser' } });
    const blocked = await client.call({ _: 'contacts.getBlocked', offset: 0, limit: 10 });
    expect(blocked).toMatchObject({ _: 'contacts.blocked', blocked: [] });
  });

  it('is not given for a wrong access hash', async () => {
    const { client, user } = await pair();
    const wrong = { ...user, accessHash: Long.ONE };
    const call = client.call({ _: 'users.getFullUser', id: wrong });
    await expect(call).rejects.toMatchObject({ code: 400, text: 'USER_ID_INVALID' });
    expect(await client.call({ _: 'users.getUsers', id: [wrong, user] })).toHaveLength(1);
  });

  it('is changed by its owner within the rules', async () => {
    const { client } = await pair();
    const changed = await client.call({ _: 'account.updateProfile', firstName: 'Anya', about: '' });
    expect(changed).toMatchObject({ firstName: 'Anya' });
    const username = `anya_${Date.now()}`;
    expect(await client.call({ _: 'account.updateUsername', username })).toMatchObject({
      username,
    });
    const same = client.call({ _: 'account.updateUsername', username });
    await expect(same).rejects.toThrow('USERNAME_NOT_MODIFIED');
    const nameless = client.call({ _: 'account.updateProfile', firstName: ' ' });
    await expect(nameless).rejects.toThrow('FIRSTNAME_INVALID');
    expect(await client.call({ _: 'account.checkUsername', username })).toBe(false);
  });

  it('hides the phone number and what else its owner hides', async () => {
    const { client } = await pair();
    const key = { _: 'inputPrivacyKeyPhoneNumber' } as const;
    const rules = [{ _: 'inputPrivacyValueDisallowAll' }] as const;
    await client.call({ _: 'account.setPrivacy', key, rules: [...rules] });
    const kept = await client.call({ _: 'account.getPrivacy', key });
    expect(kept.rules).toEqual([{ _: 'privacyValueDisallowAll' }]);
  });

  it('says beforehand what a first message takes', async () => {
    const { boris, client, user } = await pair();
    const ask = () => client.call({ _: 'users.getRequirementsToContact', id: [user] });
    expect(await ask()).toMatchObject([{ _: 'requirementToContactEmpty' }]);
    await world.control.patch(`/users/${boris}`, { privacy: { messages: 'paid', stars: 7 } });
    expect(await ask()).toMatchObject([{ starsAmount: Long.fromNumber(7) }]);
    await world.control.patch(`/users/${boris}`, { privacy: { messages: 'premium' } });
    expect(await ask()).toMatchObject([{ _: 'requirementToContactPremium' }]);
  });

  it('of a stranger comes with an offer to report and block', async () => {
    const { client, peer } = await pair();
    const { settings } = await client.call({ _: 'messages.getPeerSettings', peer });
    expect(settings).toMatchObject({ addContact: true, blockContact: true, reportSpam: true });
  });
});

describe('Messages', () => {
  it('are forwarded with the name of their author, once per random_id', async () => {
    const { boris, client, peer } = await pair();
    const message = await client.sendText(peer, 'pass it on');
    await world.control.makeUser({ username: `third_${boris}` });
    const [copy] = await client.forwardMessages({
      messages: [message],
      toChatId: `third_${boris}`,
    });
    expect(copy?.text).toBe('pass it on');
    expect(copy?.forward?.sender).toMatchObject({ id: message.sender.id });
    const toPeer = await client.resolvePeer(`third_${boris}`);
    const request = {
      _: 'messages.forwardMessages',
      fromPeer: peer,
      toPeer,
      id: [message.id],
      randomId: [Long.fromNumber(77)],
    } as const;
    const args = { ...request, id: [...request.id], randomId: [...request.randomId] };
    await client.call(args);
    await client.call(args);
    expect(await client.getHistory(toPeer)).toHaveLength(2);
    await expect(client.call({ ...args, id: [999], randomId: [Long.ONE] })).rejects.toThrow(
      'MESSAGE_ID_INVALID',
    );
  });

  it('go out together as an album', async () => {
    const { boris, client, peer } = await pair();
    const medias = ['a', 'b'].map((name) => ({
      type: 'document' as const,
      file: Buffer.from(name),
      fileName: `${name}.txt`,
    }));
    const sent = await client.sendMediaGroup(peer, medias);
    expect(sent).toHaveLength(2);
    expect(new Set(sent.map(({ groupedId }) => groupedId?.toString())).size).toBe(1);
    expect(sent[0]?.groupedId).not.toBeNull();
    type Page = { messages: { type: string }[] };
    const { messages } = await world.control.get<Page>(`/messages?to=${boris}`);
    expect(messages.map(({ type }) => type)).toEqual(['document', 'document']);
  });

  it('to oneself are kept once', async () => {
    const { anna, client } = await pair();
    const note = await client.sendText('self', 'remember');
    expect([note.text, note.chat.id]).toEqual(['remember', anna]);
    expect(await client.getHistory('self')).toHaveLength(1);
  });

  it('of a whole chat are deleted at once', async () => {
    const { client, peer } = await pair();
    for (const text of ['one', 'two', 'three']) await client.sendText(peer, text);
    await client.deleteHistory(peer, { mode: 'revoke' });
    expect(await client.getHistory(peer)).toHaveLength(0);
    expect(await client.getMessages(peer, [1, 2])).toEqual([null, null]);
  });

  it('carry links, mentions and styles that the server marks or the sender gave', async () => {
    const { client, peer } = await pair();
    const entities = [{ _: 'messageEntityBold', offset: 2, length: 4 } as const];
    const text = '  bold, see https://example.com/a?b=1, @somebody and #tag ';
    const sent = await client.sendText(peer, { text, entities });
    expect(sent.text).toBe(text.trim());
    expect(sent.entities.map(({ kind, text: part }) => [kind, part])).toEqual([
      ['bold', 'bold'],
      ['url', 'https://example.com/a?b=1'],
      ['mention', '@somebody'],
      ['hashtag', '#tag'],
    ]);
  });
});
