import { z } from 'zod';
import { findMethod } from '../bot-api/methods.ts';
import { codeOfError } from '../calls/error-codes.ts';
import type { Fault } from '../calls/faults.ts';
import { type Box, userById } from './box.ts';
import type { ControlApp } from './control-app.ts';
import { ControlError, notFound } from './control-error.ts';
import { numberText, success } from './schemas.ts';

const newFault = z.strictObject({
  error: z.string().optional().describe("Telegram's name for it, such as FLOOD_WAIT_30"),
  kind: z
    .enum(['drop', 'crash', 'slow'])
    .optional()
    .describe(
      'drop: the connection breaks before the call is carried out; crash: after it was, without an answer; slow: nothing but delayMs',
    ),
  code: z
    .number()
    .int()
    .min(300)
    .max(599)
    .optional()
    .describe('With any words as the error: what the Bot API answers with'),
  method: z
    .string()
    .optional()
    .describe('Such as messages.sendMessage or bot:sendMessage; any when left out'),
  userId: z.number().int().optional().describe('Whose calls; anybody’s when left out'),
  share: z.number().min(0).max(1).default(1).describe('Which part of those calls, by chance'),
  times: z.number().int().min(1).optional().describe('After so many hits it is spent'),
  delayMs: z.number().int().min(0).max(600_000).default(0).describe('Real time before it strikes'),
});

const faultJson = z.object({
  id: z.number(),
  kind: z.enum(['error', 'drop', 'crash', 'slow']),
  error: z.object({ code: z.number(), text: z.string() }).nullable(),
  method: z.string().nullable(),
  userId: z.number().nullable(),
  share: z.number(),
  times: z.number().nullable(),
  delayMs: z.number(),
  hits: z.number(),
});

/** Routes that break things on purpose. */
export function faultRoutes(app: ControlApp, box: Box): void {
  app.post(
    '/control/faults',
    { schema: { summary: 'Break something', body: newFault, response: { 200: faultJson } } },
    async ({ body }) => {
      if (body.method !== undefined && !isMethod(box, body.method)) {
        throw new ControlError(400, 'invalid_request', `Telegram has no method ${body.method}`);
      }
      if (body.userId !== undefined) userById(box, body.userId);
      const { error, code, kind, ...rest } = body;
      return showFault(
        box.server.faults.add({ ...rest, ...readEffect(error, code, kind, rest.delayMs) }),
      );
    },
  );

  app.get(
    '/control/faults',
    {
      schema: {
        summary: 'List what is broken, with hit counts',
        response: { 200: z.object({ faults: z.array(faultJson) }) },
      },
    },
    async () => ({ faults: box.server.faults.list().map(showFault) }),
  );

  app.delete(
    '/control/faults',
    { schema: { summary: 'Mend everything', response: { 200: success } } },
    async () => {
      box.server.faults.clear();
      return { success: true as const };
    },
  );

  app.delete(
    '/control/faults/:id',
    {
      schema: {
        summary: 'Mend one thing',
        params: z.object({ id: numberText }),
        response: { 200: success },
      },
    },
    async ({ params }) => {
      if (!box.server.faults.remove(params.id)) throw notFound(`fault ${params.id}`);
      return { success: true as const };
    },
  );
}

/** A method of MTProto's by its name, or of the Bot API's after `bot:`. */
function isMethod(box: Box, name: string): boolean {
  const ofBots = /^bot:(.*)$/.exec(name)?.[1];
  if (ofBots === undefined) return box.server.codec.isMethod(name);
  return findMethod(ofBots)?.name === ofBots;
}

function readEffect(
  error: string | undefined,
  givenCode: number | undefined,
  kind: 'drop' | 'crash' | 'slow' | undefined,
  delayMs: number,
): Pick<Fault, 'kind' | 'error'> {
  if ((error === undefined) === (kind === undefined)) {
    throw new ControlError(400, 'invalid_request', 'Give either error or kind');
  }
  if (kind === 'slow' && delayMs === 0) {
    throw new ControlError(400, 'invalid_request', 'A slow answer needs delayMs');
  }
  if (error === undefined) return { kind: kind ?? 'slow' };
  const code = givenCode ?? codeOfError(error);
  if (code === undefined) {
    throw new ControlError(400, 'invalid_request', `Telegram has no error ${error}`);
  }
  return { kind: 'error', error: { code, text: error } };
}

function showFault(fault: Fault): z.output<typeof faultJson> {
  return {
    ...fault,
    error: fault.error ?? null,
    method: fault.method ?? null,
    userId: fault.userId ?? null,
    times: fault.times ?? null,
  };
}
