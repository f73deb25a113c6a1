import { z } from 'zod';
import { liveEvent, liveQuery } from '../../../contract/live.ts';
import { AppError } from '../../base/errors.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { readPlace } from './place.ts';
import { lookOn } from './streams.ts';
import { texts } from './texts.ts';

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/live',
    permission: 'messages.read',
    summary: 'What happens, as it happens (server-sent events)',
    description:
      'Each message is JSON with the `type` of an event and ids; what they stand for is asked for elsewhere. With Last-Event-ID it goes on where it was cut, nothing lost and nothing twice; a message `reset` says that too much was missed.',
    tag: 'Events and logs',
    query: liveQuery,
    answers: { 200: z.any().describe(`A stream of ${Object.keys(liveEvent.shape).join(', ')}`) },
    handle: async ({ app, caller, query, request, identifyAgain }) => {
      const given = request.headers['last-event-id'] ?? query.after;
      const after = typeof given === 'string' && given !== '' ? readPlace(given) : undefined;
      if (given && !after) throw new AppError('invalid_request', texts.badPlace);
      return new CustomAnswer({
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-store',
          // Nothing in between may gather it (nginx), nor keep the socket when it ends.
          'x-accel-buffering': 'no',
          connection: 'close',
        },
        body: await lookOn(app, caller, { after, identifyAgain }),
      });
    },
  }),
];
