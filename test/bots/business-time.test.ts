import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mtcuteClient, trustBox } from '../../emulator/test/mtcute-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { int, selectRow } from '../../server/base/db/rows.ts';
import { systemActor } from '../../server/base/events/record-events.ts';
import { createApiKey } from '../../server/features/workspace/api-keys.ts';
import { makeBot, type TestBot } from '../support/bot-chat.ts';
import { heardDialog, makeOwner, type Owner, textsFrom } from '../support/business.ts';
import { type Stage, startStage } from '../support/stage.ts';

const HOUR = 3_600;

let stage: Stage;
let bot: TestBot;
let owner: Owner;

beforeAll(async () => {
  stage = await startStage();
  const { control, server } = stage;
  await control.patch('/bots/limits', { enabled: false });
  bot = await makeBot(control, 'desk_bot');
  await server.api.post('/bots', { token: bot.token });
  owner = await makeOwner({ control, server, bot });
  await owner.connect();
  await server.api.post(`/business/${await owner.key()}/approve`);
});
afterAll(() => stage?.stop());

let names = 0;
const person = () => stage.control.makeUser({ firstName: 'Guest', username: `guest_${++names}` });
const writes = (personId: number, text: string) =>
  stage.control.post(`/users/${personId}/messages`, { to: owner.id, text });
const answer = async (dialog: number, text: string): Promise<number> =>
  (await stage.server.api.post(`/dialogs/number/${dialog}/messages`, { content: text })).body.id;
const read = async (id: number) => (await stage.server.api.get(`/messages/${id}`)).body.message;

test('a customer with an app of their own is answered there', async () => {
  await trustBox(stage.box);
  const customer = await person();
  await stage.control.patch(`/users/${owner.id}`, { username: 'olga_owner' });
  const { session } = await stage.control.post<{ session: string }>(`/users/${customer}/session`, {
    format: 'mtcute',
  });
  const client = mtcuteClient(stage.box);
  const seen: string[] = [];
  client.onNewMessage.add((message) => void (message.isOutgoing || seen.push(message.text)));
  try {
    await client.importSession(session);
    await client.connect();
    await client.startUpdatesLoop();
    await client.sendText('olga_owner', 'From my phone');
    const id = await answer(await heardDialog(stage.server, 'From my phone'), 'To your phone');
    await stage.advance(5);
    expect(await read(id)).toMatchObject({ status: 'sent' });
    await waitFor('the answer', async () => seen.find((text) => text === 'To your phone'));
  } finally {
    await client.destroy();
  }
});

test('24 hours after the person wrote, an answer is refused and Telegram not asked', async () => {
  const customer = await person();
  await writes(customer, 'What does it cost?');
  const dialog = await heardDialog(stage.server, 'What does it cost?');
  await stage.advance(24 * HOUR + 60);
  const id = await answer(dialog, 'A thousand');
  await stage.advance(5);
  const message = await read(id);
  expect(message).toMatchObject({ status: 'failed', error: { reason: 'business_only_answers' } });
  expect(message.why).toContain('24 hours');
  expect(await textsFrom(stage.control, owner, customer)).toEqual([]);
});

test('an answer that waited until the 24 hours were over is not sent either', async () => {
  const customer = await person();
  await writes(customer, 'Late?');
  const dialog = await heardDialog(stage.server, 'Late?');
  await owner.connect(['readMessages']);
  await waitFor('the right to be gone', async () => {
    const { body } = await stage.server.api.get('/business');
    return body.connections[0].can_reply ? undefined : true;
  });
  const id = await answer(dialog, 'Too late by now');
  await stage.advance(60);
  expect(await read(id)).toMatchObject({ status: 'queued' });
  await stage.advance(25 * HOUR);
  await owner.connect();
  await stage.advance(60);
  expect(await read(id)).toMatchObject({ status: 'failed' });
  expect(await textsFrom(stage.control, owner, customer)).toEqual([]);
});

test('what was on its way when the process died is unconfirmed, and is not sent again', async () => {
  const customer = await person();
  await writes(customer, 'Will you survive?');
  const dialog = await heardDialog(stage.server, 'Will you survive?');
  const id = await answer(dialog, 'I may have said this');
  // The process dies between the gate's word and Telegram's answer.
  await stage.server.app.db.execute(sql`
    update messages m set status = 'sending', passed_at = created_at, due_at = created_at, fence = s.fence, attempts = 1
    from senders s where s.id = m.sender_id and m.id = ${id}`);
  await stage.restart();
  await waitFor('the outcome', async () => {
    await stage.server.drain();
    return (await read(id)).status === 'unconfirmed' ? true : undefined;
  });
  await stage.advance(HOUR);
  expect(await read(id)).toMatchObject({ status: 'unconfirmed', error: { reason: 'unconfirmed' } });
  expect(await textsFrom(stage.control, owner, customer)).toEqual([]);
});

test('an operator who may bring accounts in connects their own without being asked', async () => {
  const { server, control } = stage;
  const boss = await makeOwner({ control, server, bot }, { firstName: 'Boss' });
  await server.app.db.execute(sql`
    with o as (
      insert into operators (workspace_id, name, role, created_at)
      values (${stage.workspaceId}, 'Boss', 'admin', now()) returning id)
    insert into operator_chats (workspace_id, operator_id, telegram_id, linked_at)
    select ${stage.workspaceId}, id, ${boss.id}, now() from o`);
  await boss.connect();
  const key = await boss.key();
  const { body } = await server.api.get('/business');
  expect(body.connections.find((c: { id: string }) => c.id === key)).toMatchObject({
    status: 'connected',
    name: 'Boss Owner',
  });
});

test('another workspace sees nothing of it', async () => {
  const { server } = stage;
  const other = await selectRow(
    server.app.db,
    { id: int },
    sql`insert into workspaces (name, language, time_zone, created_at)
        values ('Next door', 'en', 'UTC', now()) returning id`,
  );
  const key = await makeKey(other?.id ?? 0);
  const next = server.api.as(key);
  expect((await next.get('/business')).body.connections).toEqual([]);
  expect((await next.post('/business/biz_1/approve')).status).toBe(404);
  expect((await next.delete('/business/biz_1')).status).toBe(404);
  expect((await next.get('/dialogs?account_id=biz_1')).body.dialogs).toEqual([]);
});

test('a bot that is removed takes its business accounts with it', async () => {
  const { server } = stage;
  const { body } = await server.api.get('/bots');
  await server.api.delete(`/bots/${body.bots[0].id}`);
  expect((await server.api.get('/business')).body.connections).toEqual([]);
});

async function makeKey(workspaceId: number): Promise<string> {
  const caller = { workspaceId, actor: systemActor, language: 'en' as const };
  const key = await createApiKey(stage.server.app, caller, { name: 'Next', role: 'owner' });
  return key.token;
}
