import type { z } from 'zod';
import type { invite } from '../../../../contract/campaigns.ts';

/** What a campaign invites into, and how. */
export type Invite = {
  /** The Bot API's number of the chat. */
  chat: number;
  /** As Telegram told it at the launch. */
  title: string | null;
  /** By a link in the first message, or by adding the person. */
  way: 'link' | 'add';
  /** Who cannot be added is sent the link. */
  fallbackToLink: boolean;
};

/** An invite as it is asked for; the chat is looked at when the campaign is launched. */
export function readInvite(given: z.output<typeof invite> | null): Invite | null {
  if (given === null) return null;
  const { chat, way, fallback_to_link: fallbackToLink } = given;
  return { chat, title: null, way, fallbackToLink };
}

/** Whether people may come by a link of the campaign's. */
export function usesLink({ way, fallbackToLink }: Invite): boolean {
  return way === 'link' || fallbackToLink;
}

/** A text with the link in it: where its author put it, or at its end. */
export function withLink(text: string, link: string): string {
  return text.includes(link) ? text : `${text}\n\n${link}`.trim();
}
