import type { ControlClient } from '../../emulator/test/control-client.ts';
import type { Answer, TestServer } from './server.ts';

/** A fresh signed-in session of a person, as a string of the named library. */
export async function sessionString(
  control: ControlClient,
  telegramId: number,
  format: 'mtcute' | 'telethon' | 'gramjs' | 'pyrogram' = 'mtcute',
): Promise<string> {
  const made = await control.post<{ session: string }>(`/users/${telegramId}/session`, { format });
  return made.session;
}

/** A fresh signed-in session of a person (and of `also`), as the bytes of a file. */
export async function sessionFile(
  control: ControlClient,
  telegramId: number,
  options: { format: 'tdata-zip' | 'telethon-file'; passcode?: string; also?: number[] },
): Promise<Buffer<ArrayBuffer>> {
  const answer = await control.raw('POST', `/users/${telegramId}/session`, options);
  if (!answer.ok) throw new Error(`no session file: ${await answer.text()}`);
  return Buffer.from(await answer.arrayBuffer());
}

/** Uploads a session string in the form's field for it. */
export function uploadString(
  server: TestServer,
  session: string,
  fields: Record<string, string> = {},
): Promise<Answer> {
  const form = new FormData();
  form.set('session_string', session);
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return server.api.form('/accounts/upload', form);
}

/** Uploads files under the names they are given, as a browser or curl would. */
export function uploadFiles(
  server: TestServer,
  files: readonly { name: string; bytes: Uint8Array | string }[],
  fields: Record<string, string> = {},
): Promise<Answer> {
  const form = new FormData();
  for (const { name, bytes } of files) {
    const content = typeof bytes === 'string' ? bytes : Uint8Array.from(bytes);
    form.append('file', new Blob([content]), name);
  }
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return server.api.form('/accounts/upload', form);
}
