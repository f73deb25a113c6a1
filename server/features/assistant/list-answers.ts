import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { AnswerStatus } from '../../../contract/assistant.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { dialogs } from '../messages/tables.ts';
import { promptContext } from './prompt-context.ts';
import { type AiAnswer, aiAnswers } from './tables.ts';
import { texts } from './texts.ts';

/** An answer with the number of its dialog, as people see it. */
export type ListedAnswer = { answer: AiAnswer; dialogNumber: number | null };

/** One page of what the AI wrote, judged or left to a person, newest first. */
export function listAnswers(
  app: App,
  workspaceId: number,
  filter: { status: AnswerStatus | undefined; dialogNumber: number | undefined },
  page: { limit: number; beforeId: number | undefined },
): Promise<ListedAnswer[]> {
  const { status, dialogNumber } = filter;
  return select(app)
    .where(
      and(
        eq(aiAnswers.workspaceId, workspaceId),
        status ? eq(aiAnswers.status, status) : undefined,
        dialogNumber === undefined
          ? undefined
          : eq(
              aiAnswers.dialogId,
              sql`(select id from dialogs
                where workspace_id = ${workspaceId} and number = ${dialogNumber})`,
            ),
        page.beforeId === undefined ? undefined : lt(aiAnswers.id, page.beforeId),
      ),
    )
    .orderBy(desc(aiAnswers.id))
    .limit(page.limit);
}

/** @throws AppError not_found */
export async function findAnswer(
  app: App,
  workspaceId: number,
  answerId: number,
): Promise<ListedAnswer> {
  const [found] = await select(app).where(
    and(eq(aiAnswers.workspaceId, workspaceId), eq(aiAnswers.id, answerId)),
  );
  if (!found) throw new AppError('not_found', texts.answerNotFound);
  return found;
}

/** What the model was given; undefined when it wasn't asked or the person was erased. */
export function openPrompt(
  app: App,
  { workspaceId, prompt }: AiAnswer,
): { system: string; user: string } | undefined {
  if (!prompt) return undefined;
  return JSON.parse(app.crypto.decrypt(prompt, promptContext(workspaceId)).toString());
}

function select(app: App) {
  return app.db
    .select({ answer: aiAnswers, dialogNumber: dialogs.number })
    .from(aiAnswers)
    .leftJoin(
      dialogs,
      and(eq(dialogs.workspaceId, aiAnswers.workspaceId), eq(dialogs.id, aiAnswers.dialogId)),
    );
}
