import {
  signInAnswer,
  signInBody,
  signInCodeBody,
  signInPasswordBody,
} from '../../../contract/accounts.ts';
import type { App } from '../../context.ts';
import { type Caller, defineRoute, type Route } from '../../feature.ts';
import { type SignIn, startSignIn, submitCode, submitPassword } from './sign-in.ts';
import { texts } from './texts.ts';
import { viewAccount } from './view-account.ts';

const tag = 'Sign-in by phone';

export const signInRoutes: Route[] = [
  defineRoute({
    method: 'POST',
    path: '/accounts/login',
    permission: 'accounts.write',
    summary: 'Begin to sign in by phone: Telegram sends a code',
    tag,
    body: signInBody,
    answers: { 200: signInAnswer },
    handle: async ({ app, caller, body }) =>
      answer(app, caller, await startSignIn(app, caller, body.phone)),
  }),
  defineRoute({
    method: 'POST',
    path: '/accounts/login/code',
    permission: 'accounts.write',
    summary: 'Give the code that Telegram sent',
    tag,
    body: signInCodeBody,
    answers: { 200: signInAnswer },
    handle: async ({ app, caller, body }) =>
      answer(app, caller, await submitCode(app, caller, body.login_id, body.code)),
  }),
  defineRoute({
    method: 'POST',
    path: '/accounts/login/password',
    permission: 'accounts.write',
    summary: 'Give the password of two-step verification',
    tag,
    body: signInPasswordBody,
    answers: { 200: signInAnswer },
    handle: async ({ app, caller, body }) =>
      answer(app, caller, await submitPassword(app, caller, body.login_id, body.password)),
  }),
];

async function answer(app: App, { language }: Caller, signIn: SignIn) {
  const begun = { success: true, login_id: signIn.loginId, step: signIn.step };
  switch (signIn.step) {
    case 'code':
      return { ...begun, message: texts.codeSent[signIn.via][language] };
    case 'password':
      return { ...begun, message: texts.passwordNeeded[language], hint: signIn.hint };
    case 'done':
      return {
        ...begun,
        message: texts.signedIn[language],
        account: await viewAccount(app, signIn.account),
      };
  }
}
