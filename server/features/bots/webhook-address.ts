import type { App } from '../../context.ts';

/** The only ports that Telegram posts to (https://core.telegram.org/bots/webhooks). */
const PORTS: readonly string[] = ['', '443', '80', '88', '8443'];

/** Where Telegram is to post a bot's updates; undefined: PUBLIC_URL is none that it posts to. */
export function webhookAddress({ config }: App, botId: number): string | undefined {
  if (!isPostable(config.publicUrl, config.telegram.emulator !== undefined)) return undefined;
  return `${config.publicUrl}/bots/${botId}/updates`;
}

/** @param isSandbox it stands on this machine, and posts wherever it is told to */
export function isPostable(publicUrl: string | undefined, isSandbox: boolean): boolean {
  if (publicUrl === undefined) return false;
  if (isSandbox) return true;
  const { protocol, port } = new URL(publicUrl);
  return protocol === 'https:' && PORTS.includes(port);
}
