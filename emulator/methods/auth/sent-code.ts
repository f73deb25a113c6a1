import type { tl } from '@mtcute/core';
import type { Login } from '../../world/sessions/login.ts';

/** What a client is told of a code that was sent. */
export function sentCodeView(login: Login): tl.auth.RawSentCode {
  const { length } = login.code;
  return {
    _: 'auth.sentCode',
    type:
      login.via === 'app'
        ? { _: 'auth.sentCodeTypeApp', length }
        : { _: 'auth.sentCodeTypeSms', length },
    phoneCodeHash: login.hash,
    nextType: login.via === 'app' ? { _: 'auth.codeTypeSms' } : undefined,
    timeout: login.via === 'app' ? undefined : 60,
  };
}
