import { z } from 'zod';
import {
  newPointBody,
  pointAnswer,
  pointParams,
  pointPatch,
  pointsAnswer,
  pointsQuery,
} from '../../../contract/opt-in.ts';
import { AppError } from '../../base/errors.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import { CustomAnswer, defineRoute, type Route, type RouteCall } from '../../feature.ts';
import { qrPng, qrSvg } from './draw-qr.ts';
import { findPoint, listPoints } from './find-point.ts';
import { publicBase } from './public-base.ts';
import type { Point } from './tables.ts';
import { texts } from './texts.ts';
import { chatLinks, formUrl, type PointView, viewPoints } from './view-point.ts';
import { changePoint, createPoint } from './write-point.ts';

const tag = 'Opt-in';

type Call = Pick<RouteCall<undefined, undefined, undefined>, 'app' | 'caller' | 'request'>;

export const routes: Route[] = [
  defineRoute({
    method: 'POST',
    path: '/opt-in/points',
    permission: 'contacts.write',
    summary: 'Open a place to opt in: a link to an account, or a hosted form',
    description:
      'Each belongs to a source of the basis opt_in. What a person does there is kept as the evidence of the consent. A filled form never lifts a stop: anybody can type somebody else’s number. The prepared words, sent from the person’s own account after the stop, do.',
    tag,
    body: newPointBody,
    answers: { 200: pointAnswer },
    handle: async (call) => one(call, await createPoint(call.app, call.caller, call.body)),
  }),
  defineRoute({
    method: 'GET',
    path: '/opt-in/points',
    permission: 'contacts.read',
    summary: 'Places to opt in, with links and counters',
    tag,
    query: pointsQuery,
    answers: { 200: pointsAnswer },
    handle: async (call) => {
      const { limit, after, ...filter } = call.query;
      const page = { limit, afterId: readCursor(after) };
      const points = await listPoints(call.app, call.caller.workspaceId, filter, page);
      return { success: true, points: await views(call, points), next: nextCursor(points, limit) };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/opt-in/points/:id',
    permission: 'contacts.read',
    summary: 'One place to opt in',
    tag,
    params: pointParams,
    answers: { 200: pointAnswer },
    handle: async (call) =>
      one(call, await findPoint(call.app, call.caller.workspaceId, call.params.id)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/opt-in/points/:id',
    permission: 'contacts.write',
    summary: 'Change, close or reopen a place to opt in',
    tag,
    params: pointParams,
    body: pointPatch,
    answers: { 200: pointAnswer },
    handle: async (call) =>
      one(call, await changePoint(call.app, call.caller, call.params.id, call.body)),
  }),
  defineRoute({
    method: 'GET',
    path: '/opt-in/points/:id/qr.svg',
    permission: 'contacts.read',
    summary: 'The link or the form as a QR code, SVG',
    tag,
    params: pointParams,
    answers: { 200: z.any().describe('SVG') },
    handle: async (call) => {
      const target = await qrTarget(call, call.params.id);
      return image('image/svg+xml', call.params.id, 'svg', Buffer.from(qrSvg(target)));
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/opt-in/points/:id/qr.png',
    permission: 'contacts.read',
    summary: 'The link or the form as a QR code, PNG',
    tag,
    params: pointParams,
    answers: { 200: z.any().describe('PNG') },
    handle: async (call) => {
      const target = await qrTarget(call, call.params.id);
      return image('image/png', call.params.id, 'png', qrPng(target));
    },
  }),
];

function views({ app, caller, request }: Call, points: readonly Point[]): Promise<PointView[]> {
  return viewPoints(app, points, caller.language, publicBase(app, request));
}

async function one(call: Call, point: Point) {
  const [view] = await views(call, [point]);
  return { success: true, point: view };
}

/** @throws AppError conflict when the link leads nowhere at the moment */
async function qrTarget({ app, caller, request }: Call, id: number): Promise<string> {
  const point = await findPoint(app, caller.workspaceId, id);
  if (point.kind === 'form') return formUrl(publicBase(app, request), point);
  const chat = (await chatLinks(app, [point])).get(id);
  if (chat?.link) return chat.link;
  throw new AppError('conflict', chat?.problem ?? texts.accountMissing);
}

function image(type: string, id: number, ending: string, body: Buffer): CustomAnswer {
  return new CustomAnswer({
    headers: {
      'content-type': type,
      'content-disposition': `inline; filename="opt-in-${id}.${ending}"`,
    },
    body,
  });
}
