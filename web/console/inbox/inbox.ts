import type { z } from 'zod';
import type { dialogView, judgementView } from '../../../contract/dialogs.ts';
import type { messageView } from '../../../contract/messages.ts';

export type Dialog = z.output<typeof dialogView>;
export type Message = z.output<typeof messageView>;
export type Judgement = z.output<typeof judgementView>;

/** What the list of dialogs may show, in the order of its buttons. */
export const views = [
  'waiting',
  'mine',
  'unassigned',
  'active',
  'snoozed',
  'stopped',
  'done',
  'all',
] as const;
export type View = (typeof views)[number];

/** What a view asks of GET /dialogs. */
export function viewQuery(view: View, operatorId: number) {
  const activity = { sort: 'activity' } as const;
  switch (view) {
    case 'waiting':
      return { sort: 'waiting', snoozed: 'false' } as const;
    case 'unassigned':
      return { sort: 'waiting', snoozed: 'false', unassigned: 'true' } as const;
    case 'mine':
      return { ...activity, operator_id: operatorId } as const;
    case 'active':
      return { ...activity, status: 'active', snoozed: 'false' } as const;
    case 'snoozed':
      return { ...activity, snoozed: 'true' } as const;
    case 'stopped':
      return { ...activity, status: 'stopped' } as const;
    case 'done':
      return { ...activity, status: 'completed,converted' } as const;
    case 'all':
      return activity;
  }
}

export function nameOf(dialog: Pick<Dialog, 'name' | 'username' | 'user_id' | 'id'>): string {
  if (dialog.name) return dialog.name;
  if (dialog.username) return `@${dialog.username}`;
  return dialog.user_id === null ? `№ ${dialog.id}` : String(dialog.user_id);
}

/** Up to two letters that stand for a person. */
export function initialsOf(name: string): string {
  const words = name
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .split(' ')
    .filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? '')
    .join('');
}

/** When something was last said, or was to be. */
export function lastMoment(dialog: Dialog): string | null {
  const [latest] = [dialog.last_message_at, dialog.last_response_at]
    .filter((at) => at !== null)
    .sort()
    .reverse();
  return latest ?? null;
}

export function hasEnded({ status }: Dialog): boolean {
  return status !== 'active' && status !== 'waiting';
}

/** Messages that stand together: of one day, and not too many. */
export type Block = { key: number; beginsDay: boolean; messages: Message[] };

/** About so many messages make a block. */
const BLOCK = 32;

/**
 * Cuts a talk into blocks, at each new day and wherever a message's number says so: what is read
 * before or after moves no cut.
 * @param messages the oldest first
 */
export function blocksOf(messages: readonly Message[]): Block[] {
  const blocks: Block[] = [];
  let day = '';
  for (const message of messages) {
    const itsDay = new Date(message.date).toDateString();
    const last = blocks.at(-1);
    if (last && itsDay === day && message.id % BLOCK !== 0) last.messages.push(message);
    else blocks.push({ key: message.id, beginsDay: itsDay !== day, messages: [message] });
    day = itsDay;
  }
  return blocks;
}
