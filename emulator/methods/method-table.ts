import type { tl } from '@mtcute/core';
import type { Call } from './call.ts';

type Name = tl.RpcMethod['_'];
type Request<M extends Name> = Extract<tl.RpcMethod, { _: M }>;
type Answer<M extends Name> = M extends keyof tl.RpcCallReturn ? tl.RpcCallReturn[M] : never;

/** Methods of the API by name, each carried out by a function with the API's own types. */
export type MethodTable = {
  [M in Name]?: (call: Call, request: Request<M>) => Answer<M> | Promise<Answer<M>>;
};
