import type { ControlClient } from '../../emulator/test/control-client.ts';

/** A message as the box delivered it. */
export type SentMessage = {
  id: number;
  from: number;
  to: number;
  type: string;
  text: string;
  media: {
    size: number;
    mimeType: string;
    filename: string | null;
    width: number | null;
    height: number | null;
    durationSeconds: number | null;
  } | null;
  randomId: string | null;
  idForSender: number;
  idForReceiver: number;
};

/** Everything one person of the box was sent so far, oldest first. */
export async function sentTo(control: ControlClient, userId: number): Promise<SentMessage[]> {
  return (await control.get<{ messages: SentMessage[] }>(`/messages?to=${userId}&limit=1000`))
    .messages;
}
