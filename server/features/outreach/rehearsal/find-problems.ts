import type { RehearsalRecord } from './protocol.ts';

export type Problem = { kind: string; count: number };

const MANY_REFUSALS = 0.25;

/** What in a rehearsal should be looked at before the launch. Pure. */
export function findProblems(record: RehearsalRecord): Problem[] {
  const { ending, stages, outcomes } = record;
  const sum = (numbers: number[]) => numbers.reduce((all, n) => all + n, 0);
  const leftOut = (reason: string) =>
    sum(outcomes.flatMap((o) => (o.status === 'left_out' && o.reason === reason ? [o.count] : [])));
  const handedOver = (reason: string) =>
    record.handed_over.find((h) => h.reason === reason)?.count ?? 0;
  const firsts = sum(record.days.map((d) => d.first));
  const refused = record.do_not_contact;
  const found: Problem[] = [
    { kind: 'program_errors', count: record.errors },
    { kind: 'paused', count: Number(ending === 'paused') },
    { kind: 'not_finished', count: Number(ending === 'horizon') },
    { kind: 'out_of_time', count: Number(ending === 'late') },
    { kind: 'nothing_sent', count: Number(firsts === 0) },
    { kind: 'empty_text', count: leftOut('empty_text') },
    { kind: 'no_stage', count: leftOut('no_stage') },
    { kind: 'sends_failed', count: sum(stages.map((s) => s.failed)) },
    { kind: 'unanswered_questions', count: handedOver('question') },
    { kind: 'many_refusals', count: refused > firsts * MANY_REFUSALS ? refused : 0 },
  ];
  return found.filter((problem) => problem.count > 0);
}
