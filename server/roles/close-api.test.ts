import { Agent, request } from 'node:http';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { answerLastWhenClosing, closeApi } from './close-api.ts';

/** A server with one route, that answers when it is told to, and a call of it on its way. */
async function startWithCall() {
  const server = Fastify();
  answerLastWhenClosing(server);
  let answer = () => {};
  const called = new Promise<void>((resolve) => {
    server.get('/', async () => {
      resolve();
      await new Promise<void>((done) => {
        answer = done;
      });
      return { answered: true };
    });
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const agent = new Agent({ keepAlive: true });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    request(url, { agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    })
      .on('error', reject)
      .end();
  });
  answered.catch(() => undefined);
  await called;
  return { server, answered, answer: () => answer() };
}

it('answers a call that came before the stop, and then waits for no further one', async () => {
  const { server, answered, answer } = await startWithCall();
  const closed = closeApi(server);
  await waitFor('the port to be closed', () => !server.server.listening || undefined);
  answer();
  expect(await answered).toBe(200);
  await closed;
}, 5_000);

it('cuts off a caller who waits for too long', async () => {
  const { server, answered } = await startWithCall();
  await closeApi(server, 100);
  await expect(answered).rejects.toThrow('socket hang up');
}, 5_000);
