import { and, desc, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { replyBody } from '../../../contract/dialogs.ts';
import type { Db } from '../../base/db/database.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { enqueueMessages, type NewMessage } from '../messages/enqueue-messages.ts';
import { prepareContent } from '../messages/prepare-content.ts';
import { messages } from '../messages/tables.ts';
import { type Dialog, findDialog, lockDialog } from './find-dialog.ts';
import { takeOver } from './take-over.ts';

/**
 * An operator writes in a dialog, which is theirs from then on.
 * @param key a repeat with the same one says nothing more
 * @returns the id of the message
 * @throws AppError not_found, invalid_request, invalid_media …
 */
export async function replyInDialog(
  app: App,
  caller: Caller,
  number: number,
  reply: z.output<typeof replyBody>,
  key?: string,
): Promise<number> {
  const { workspaceId, actor } = caller;
  const earlier = key && (await findByKey(app, workspaceId, key));
  if (earlier) return earlier;
  const { id } = await findDialog(app.db, workspaceId, number);
  const mediaId = await prepareContent(app, workspaceId, reply);
  return app.database.transaction(async (tx) => {
    const dialog = await lockDialog(tx, id);
    await takeOver(app, tx, id, actor, 'operator');
    return say(app, tx, dialog, {
      type: reply.type,
      content: (reply.type === 'text' ? reply.content : reply.caption) ?? '',
      mediaId,
      origin: 'operator',
      // Whoever writes by a key is told by the key's event, not here.
      originId: actor.kind === 'operator' ? actor.id : undefined,
      idempotencyKey: key,
    });
  });
}

async function findByKey(app: App, workspaceId: number, key: string): Promise<number | undefined> {
  const [row] = await app.db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.idempotencyKey, key)));
  return row?.id;
}

/** Puts a message of a dialog into the outbox, as the answer to what the person wrote last. */
export async function say(
  app: App,
  tx: Db,
  dialog: Dialog,
  what: Pick<NewMessage, 'type' | 'content' | 'mediaId' | 'origin' | 'originId' | 'idempotencyKey'>,
): Promise<number> {
  const { workspaceId, senderId, contactId } = dialog;
  const [heard] = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(messages.dialogId, dialog.id),
        eq(messages.direction, 'in'),
      ),
    )
    .orderBy(desc(messages.id))
    .limit(1);
  const [id] = await enqueueMessages(app, tx, workspaceId, [
    { ...what, senderId, contactId, answersId: heard?.id, keepsQuietHours: false },
  ]);
  if (id === undefined) throw new Error('the message was not stored');
  await tx.execute(sql`update dialogs set judged_to = greatest(judged_to, ${heard?.id ?? 0})
    where id = ${dialog.id} and taken_over_at is not null`);
  return id;
}
