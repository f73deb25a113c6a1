import type { Emulator } from '../start-emulator.ts';
import { hasPythonModule, startPython } from './python-driver.ts';

/** Whether Debian's python3-telethon is there; says so in one line when it isn't. */
export const hasTelethon = () => hasPythonModule('telethon', 'python3-telethon');

export type Telethon = {
  /** Has a client do something. @throws Error with the name of Telethon's exception */
  ask<T>(client: string, operation: string, more?: Record<string, unknown>): Promise<T>;
  stop(): void;
};

/** Starts Python with Telethon in it. */
export function startTelethon(box: Emulator): Telethon {
  const driver = new URL('telethon_driver.py', import.meta.url);
  const { ask, stop } = startPython(driver, JSON.stringify(box.mtproto));
  return { ask: (client, operation, more = {}) => ask({ client, do: operation, ...more }), stop };
}
