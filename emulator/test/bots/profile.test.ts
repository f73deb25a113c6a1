import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { botFixture } from './bot-fixture.ts';

const world = mtcuteFixture('profiles of bots');
const bots = botFixture(world);

describe('The page of a bot', () => {
  it('shows the commands of the nearest scope in the language of who looks', async () => {
    const made = await bots.makeBot();
    const api = bots.apiOf(made);
    const english = await world.control.makeUser({ language: 'en' });
    const russian = await world.control.makeUser({ language: 'ru' });
    const admin = await bots.makeGuest(made);
    await api.setMyCommands([{ command: 'start', description: 'Begin' }]);
    const ru = { language_code: 'ru' } as const;
    await api.setMyCommands([{ command: 'start', description: 'Начать' }], ru);
    const scope = { type: 'chat', chat_id: admin } as const;
    await api.setMyCommands([{ command: 'stats', description: 'Numbers' }], { scope });
    const seenBy = async (userId: number) => {
      const client = await world.signedIn(userId);
      const id = await client.resolveUser(made.username);
      const { fullUser } = await client.call({ _: 'users.getFullUser', id });
      return fullUser.botInfo?.commands?.map(({ description }) => description);
    };
    expect(await seenBy(english)).toEqual(['Begin']);
    expect(await seenBy(russian)).toEqual(['Начать']);
    expect(await seenBy(admin)).toEqual(['Numbers']);
    expect(await api.getMyCommands({ scope })).toEqual([
      { command: 'stats', description: 'Numbers' },
    ]);
    await api.deleteMyCommands({ scope });
    expect(await seenBy(admin)).toEqual(['Begin']);
    const wrong = api.setMyCommands([{ command: 'Старт', description: 'x' }]);
    await expect(wrong).rejects.toThrow('BOT_COMMAND_INVALID');
    await expect(api.setMyCommands([], { language_code: 'rus' as 'ru' })).rejects.toThrow(
      'invalid language code specified',
    );
  });

  it('shows its name, its descriptions and its menu button', async () => {
    const made = await bots.makeBot();
    const api = bots.apiOf(made);
    await api.setMyName('Vestnik');
    await api.setMyDescription('What it does');
    await api.setMyShortDescription('In short');
    const webApp = { type: 'web_app', text: 'Open', web_app: { url: 'https://example.com/' } };
    await api.setChatMenuButton({ menu_button: webApp as never });
    expect(await api.getMyName()).toEqual({ name: 'Vestnik' });
    expect(await api.getMyName({ language_code: 'ru' })).toEqual({ name: 'Vestnik' });
    expect(await api.getMyDescription()).toEqual({ description: 'What it does' });
    expect(await api.getChatMenuButton()).toEqual(webApp);
    const anna = await world.control.makeUser({});
    const client = await world.signedIn(anna);
    const id = await client.resolveUser(made.username);
    const { fullUser, users } = await client.call({ _: 'users.getFullUser', id });
    expect(users[0]).toMatchObject({ firstName: 'Vestnik', bot: true });
    expect(fullUser.about).toBe('In short');
    expect(fullUser.botInfo).toMatchObject({
      description: 'What it does',
      menuButton: { _: 'botMenuButton', text: 'Open', url: 'https://example.com/' },
    });
  });

  it('shows a person as the bot may know them', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made, { firstName: 'Anna', bio: 'Reads a lot' });
    const api = bots.apiOf(made);
    expect(await api.getChat(anna)).toMatchObject({
      id: anna,
      type: 'private',
      first_name: 'Anna',
      bio: 'Reads a lot',
    });
    expect(await api.getUserProfilePhotos(anna)).toEqual({ total_count: 0, photos: [] });
    expect(await api.sendChatAction(anna, 'typing')).toBe(true);
    const nobody = await bots.raw(made.token, 'sendChatAction', { chat_id: anna, action: 'fly' });
    expect(nobody.description).toBe('Bad Request: wrong parameter action in request');
  });
});
