import { fileURLToPath } from 'node:url';
import { type ControlClient, controlOf } from '../../../emulator/test/control-client.ts';
import { startProgram } from './children.ts';
import type { Stage } from './proof.ts';

const MAIN = fileURLToPath(new URL('../../../emulator/main.ts', import.meta.url));

export type BoxProcess = { address: string; control: ControlClient };

/** Starts Telegram in a box as a process of its own. */
export async function startBox({ random, folder, defer }: Stage): Promise<BoxProcess> {
  const args = ['--mtproto-port', '0', '--http-port', '0', '--seed', String(random.seed)];
  const child = startProgram([MAIN, ...args], {}, folder);
  defer(async () => {
    child.signal('SIGKILL');
    await child.exited;
  });
  const address = await child.line((line) => {
    const { control }: { control?: string } = JSON.parse(line);
    return control;
  });
  return { address, control: controlOf({ control: address }) };
}

export type BoxMessage = {
  id: number;
  from: number;
  to: number;
  text: string;
  randomId: string | null;
};

/** Everything that `from` sent, oldest first; of everybody when left out. */
export async function readBox(
  control: ControlClient,
  from?: number,
  after = 0,
): Promise<BoxMessage[]> {
  const found: BoxMessage[] = [];
  const sender = from === undefined ? '' : `&from=${from}`;
  for (let next: number | null = after; next !== null; ) {
    const page: { messages: BoxMessage[]; next: number | null } = await control.get(
      `/messages?limit=1000&after=${next}${sender}`,
    );
    found.push(...page.messages);
    next = page.next;
  }
  return found;
}
