import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type LabelledReply,
  readLabelledReplies,
} from '../../server/features/assistant/judge/train/labelled-replies.ts';
import { judgeWithModel } from '../../server/features/assistant/judge-with-model.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { type LlmServer, startLlmServer } from '../support/llm-server.ts';

const AT_ONCE = 16;

let llm: LlmServer;
let house: TestApp;
const replies = [...readLabelledReplies('test.ru'), ...readLabelledReplies('test.en')];

beforeAll(async () => {
  // What a model answered is recorded beside each reply of the set: its label.
  const recorded = new Map(replies.map((r) => [r.text.slice(0, 2_000).toWellFormed(), r.verdict]));
  llm = await startLlmServer();
  llm.otherwise = ({ user }) => {
    const asked = /\{"reply_to_judge":.*\}/.exec(user)?.[0] ?? '{}';
    const { reply_to_judge } = JSON.parse(asked) as { reply_to_judge: string };
    return JSON.stringify({ verdict: recorded.get(reply_to_judge) });
  };
  house = await openTestApp(undefined, { LLM_BASE_URL: llm.url, LLM_MODEL: 'recorded' });
});
afterAll(async () => {
  await house?.close();
  await llm?.close();
});

test('the whole test set goes to the model and its verdicts come back as they were given', async () => {
  const queue = [...replies];
  const wrong: string[] = [];
  const judgeAll = async () => {
    for (let reply = queue.pop(); reply; reply = queue.pop()) {
      const verdict = await judge(reply);
      if (verdict !== reply.verdict) wrong.push(`${reply.text}: ${verdict}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, judgeAll));
  expect(replies.length).toBeGreaterThanOrEqual(600);
  expect(wrong).toEqual([]);
}, 120_000);

async function judge({ text }: LabelledReply): Promise<string | undefined> {
  const { app, workspaceId } = house;
  return (await judgeWithModel(app, { workspaceId, text, history: [] }))?.verdict;
}
