import fastifySwagger from '@fastify/swagger';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { TelegramError } from '../world/telegram-error.ts';
import { ControlError } from './control-error.ts';

const bare = () => fastify().withTypeProvider<ZodTypeProvider>();

/** A Fastify server whose routes are described with zod. */
export type ControlApp = ReturnType<typeof bare>;

/** Bodies carry media as base64: 50 MB of it is a file of 37 MB. */
const LARGEST_BODY = 50 * 1024 * 1024;

/** The HTTP server of the control API, without its routes. */
export async function createControlApp(log: (text: string) => void): Promise<ControlApp> {
  const app = fastify({ bodyLimit: LARGEST_BODY, forceCloseConnections: true });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrors(app, log);
  await app.register(fastifySwagger, {
    openapi: {
      info: {
        title: 'Telegram in a box: control',
        description: 'Makes people, reads what they were sent, and breaks things on purpose.',
        version: '1.0.0',
      },
    },
    transform: jsonSchemaTransform,
  });
  return app.withTypeProvider<ZodTypeProvider>();
}

/** Every error leaves as {success: false, error, message}. */
function answerErrors(app: FastifyInstance, log: (text: string) => void): void {
  const body = (error: string, message: string) => ({ success: false, error, message });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send(body('not_found', `There is no ${request.method} ${request.url.split('?')[0]}`)),
  );
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    if (error instanceof ControlError) {
      return reply.code(error.status).send(body(error.error, error.message));
    }
    if (error instanceof TelegramError) {
      return reply.code(409).send(body(error.text, explain(error)));
    }
    if (hasZodFastifySchemaValidationErrors(error)) {
      const problems = error.validation.map(
        (problem) =>
          `${problem.instancePath.slice(1).replaceAll('/', '.') || 'request'}: ${problem.message}`,
      );
      return reply.code(400).send(body('invalid_request', problems.join('; ')));
    }
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send(body('invalid_request', error.message));
    log(`The control API failed: ${error.stack}`);
    return reply.code(500).send(body('internal', 'The box failed; start it with --verbose to see'));
  });
}

const explain = (error: TelegramError) =>
  `The world refuses as Telegram would: ${error.text} (${error.code})`;
