import type { Device } from '../world/sessions/auth-key.ts';
import { TelegramError } from '../world/telegram-error.ts';
import type { TlObject } from './tl/tl-reader.ts';

/** A request without its wrappings (https://core.telegram.org/api/invoking), and what they said. */
export type Unwrapped = {
  request: TlObject;
  layer?: number | undefined;
  device?: Device | undefined;
  withoutUpdates: boolean;
};

const plainWrappers = new Set([
  'invokeAfterMsg',
  'invokeAfterMsgs',
  'invokeWithMessagesRange',
  'invokeWithTakeout',
]);

/** @throws TelegramError CONNECTION_LAYER_INVALID, INPUT_REQUEST_INVALID */
export function unwrapQuery(outer: TlObject): Unwrapped {
  const found: Unwrapped = { request: outer, withoutUpdates: false };
  for (;;) {
    const { request } = found;
    if (request._ === 'invokeWithLayer') {
      const layer = Number(request.layer);
      if (layer < 1) throw new TelegramError(400, 'CONNECTION_LAYER_INVALID');
      found.layer = layer;
    } else if (request._ === 'initConnection') found.device = deviceOf(request);
    else if (request._ === 'invokeWithoutUpdates') found.withoutUpdates = true;
    else if (!plainWrappers.has(request._)) return found;
    found.request = innerOf(request);
  }
}

function innerOf(request: TlObject): TlObject {
  const { query } = request;
  if (typeof query !== 'object' || query === null || !('_' in query)) {
    throw new TelegramError(400, 'INPUT_REQUEST_INVALID');
  }
  return query as TlObject;
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

function deviceOf(request: TlObject): Device {
  return {
    apiId: Number(request.apiId),
    model: text(request.deviceModel),
    system: text(request.systemVersion),
    app: text(request.appVersion),
    language: text(request.langCode),
  };
}
