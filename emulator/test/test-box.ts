import { expect } from 'vitest';
import { type Emulator, startEmulator } from '../start-emulator.ts';

const troubles = new WeakMap<Emulator, string[]>();

/** A box on free ports that remembers what went wrong inside. */
export async function startTestBox(seed: string): Promise<Emulator> {
  const said: string[] = [];
  const box = await startEmulator({
    mtprotoPort: 0,
    httpPort: 0,
    seed,
    log: (text) => void said.push(text),
  });
  troubles.set(box, said);
  return box;
}

/** Stops it, and fails when the box itself failed (as opposed to refusing) during the tests. */
export async function stopTestBox(box: Emulator): Promise<void> {
  await box.stop();
  const failures = (troubles.get(box) ?? []).filter((text) =>
    /failed inside|world failed|API failed/i.test(text),
  );
  expect(failures).toEqual([]);
}
