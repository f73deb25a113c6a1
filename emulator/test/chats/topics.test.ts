import { Long } from '@mtcute/core';
import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { type ChatJson, hears, isTold, knows, makeChat, person } from './people.ts';

const world = mtcuteFixture('topics');

/** An owner, a member, and their forum. */
async function forum() {
  const anna = await person(world, 'Anna');
  const boris = await person(world, 'Boris');
  const { id } = await makeChat(world, { creator: anna.id, members: [boris.id], forum: true });
  await knows(id, anna, boris);
  return { anna, boris, id };
}

const titles = (topics: { title: string }[]) => topics.map(({ title }) => title);

describe('A forum', () => {
  it('is made with its general topic, or of a plain supergroup', async () => {
    const anna = await person(world, 'Anna');
    const made = await anna.client.createSupergroup({ title: 'Forum', forum: true });
    expect(made.isForum).toBe(true);
    expect(titles(await anna.client.getForumTopics(made))).toEqual(['General']);
    const plain = await anna.client.createSupergroup({ title: 'Plain' });
    await expect(anna.client.getForumTopics(plain)).rejects.toMatchObject({
      text: 'CHANNEL_FORUM_MISSING',
    });
    await anna.client.call({
      _: 'channels.toggleForum',
      channel: await anna.client.resolveChannel(plain),
      enabled: true,
      tabs: false,
    });
    expect((await anna.client.getChat(plain)).isForum).toBe(true);
  });

  it('has topics that are written to, read and listed by the latest message', async () => {
    const { anna, boris, id } = await forum();
    const news = await anna.client.createForumTopic({ chatId: id, title: 'News' });
    const talk = await anna.client.createForumTopic({ chatId: id, title: 'Talk' });
    expect(titles(await boris.client.getForumTopics(id))).toEqual(['Talk', 'News', 'General']);

    await anna.client.sendText(id, 'Extra', { replyTo: news.id });
    const heard = await hears(boris, 'Extra');
    expect(heard.raw).toMatchObject({ replyTo: { forumTopic: true, replyToMsgId: news.id } });
    await boris.client.replyText(heard, 'Really?');
    const answer = await hears(anna, 'Really?');
    expect(answer.raw).toMatchObject({
      replyTo: { forumTopic: true, replyToMsgId: heard.id, replyToTopId: news.id },
    });
    await boris.client.sendText(id, 'In none');
    expect((await hears(anna, 'In none')).raw).toMatchObject({ replyTo: undefined });

    const [latest] = await anna.client.getForumTopics(id);
    expect([latest?.title, latest?.lastMessage?.text]).toEqual(['General', 'In none']);
    const history = await anna.client.searchMessages({ chatId: id, threadId: news.id });
    expect(history.map(({ text }) => text)).toEqual(['Really?', 'Extra', '']);
    const [unread] = await anna.client.getForumTopicsById(id, news.id);
    expect(unread?.unreadCount).toBe(1);
    await anna.client.call({
      _: 'messages.readDiscussion',
      peer: await anna.client.resolvePeer(id),
      msgId: news.id,
      readMaxId: answer.id,
    });
    const [read, other] = await anna.client.getForumTopicsById(id, [news.id, talk.id]);
    expect([read?.unreadCount, other?.unreadCount]).toEqual([0, 0]);
    const replies = await anna.client.call({
      _: 'messages.getReplies',
      peer: await anna.client.resolvePeer(id),
      msgId: news.id,
      offsetId: 0,
      offsetDate: 0,
      addOffset: 0,
      limit: 10,
      maxId: 0,
      minId: 0,
      hash: Long.ZERO,
    });
    expect(replies).toMatchObject({ _: 'messages.channelMessages', count: 3 });
  });

  it('has topics that are renamed, closed, pinned and deleted', async () => {
    const { anna, boris, id } = await forum();
    const { id: topicId } = await anna.client.createForumTopic({ chatId: id, title: 'News' });
    await anna.client.editForumTopic({ chatId: id, topicId, title: 'Old news' });
    await expect(
      anna.client.editForumTopic({ chatId: id, topicId, title: 'Old news' }),
    ).rejects.toMatchObject({ text: 'TOPIC_NOT_MODIFIED' });
    await anna.client.toggleForumTopicClosed({ chatId: id, topicId, closed: true });
    const write = () => boris.client.sendText(id, 'Too late', { replyTo: topicId });
    await expect(write()).rejects.toMatchObject({ text: 'TOPIC_CLOSED' });
    await anna.client.sendText(id, 'I may', { replyTo: topicId });
    await anna.client.toggleForumTopicClosed({ chatId: id, topicId, closed: false });
    await write();

    await anna.client.toggleForumTopicPinned({ chatId: id, topicId, pinned: true });
    expect(await isTold(boris, 'updateChannelPinnedTopic')).toMatchObject({
      topicId,
      pinned: true,
    });
    await boris.client.sendText(id, 'Later, in general');
    expect(titles(await boris.client.getForumTopics(id))).toEqual(['Old news', 'General']);

    await expect(boris.client.deleteForumTopicHistory(id, topicId)).rejects.toMatchObject({
      text: 'CHAT_ADMIN_REQUIRED',
    });
    await anna.client.deleteForumTopicHistory(id, topicId);
    await isTold(boris, 'updateDeleteChannelMessages');
    await expect(write()).rejects.toMatchObject({ text: 'TOPIC_DELETED' });
    expect(titles(await boris.client.getForumTopics(id))).toEqual(['General']);
  });

  it('lets members begin topics unless that is forbidden, and change only their own', async () => {
    const { anna, boris, id } = await forum();
    const own = await boris.client.createForumTopic({ chatId: id, title: 'Mine' });
    await boris.client.editForumTopic({ chatId: id, topicId: own.id, title: 'Still mine' });
    const other = await anna.client.createForumTopic({ chatId: id, title: 'Hers' });
    await expect(
      boris.client.editForumTopic({ chatId: id, topicId: other.id, title: 'Mine' }),
    ).rejects.toMatchObject({ text: 'CHAT_ADMIN_REQUIRED' });
    const none = anna.client.editForumTopic({ chatId: id, topicId: 9999, title: 'x' });
    await expect(none).rejects.toMatchObject({ text: 'TOPIC_ID_INVALID' });
    const empty = anna.client.createForumTopic({ chatId: id, title: ' ' });
    await expect(empty).rejects.toMatchObject({ text: 'TOPIC_TITLE_EMPTY' });
    await world.control.patch(`/chats/${id}`, { forbidden: ['manageTopics'] });
    const more = boris.client.createForumTopic({ chatId: id, title: 'More' });
    await expect(more).rejects.toMatchObject({ text: 'CHAT_ADMIN_REQUIRED' });
    const { topics } = await world.control.get<ChatJson>(`/chats/${id}`);
    expect(titles(topics)).toEqual(['General', 'Still mine', 'Hers']);
  });
});
