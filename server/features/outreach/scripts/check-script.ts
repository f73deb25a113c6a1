import type { Text } from '../../../base/text.ts';
import { conditionText, parseText, variableNames, variablesIn } from './render-text.ts';
import type { Stage } from './script.ts';
import { texts } from './texts.ts';

/** Something wrong in a script: where, how bad, and what. Stages and variants count from 1. */
export type ScriptProblem = {
  stage: number | null;
  variant: number | null;
  field: 'content' | 'condition' | 'delay' | 'variants';
  severity: 'error' | 'warning';
  text: Text;
};

/** What Telegram takes: characters of a text and of a caption. Source: core.telegram.org limits. */
const LONGEST_TEXT = 4_096;
const LONGEST_CAPTION = 1_024;

/** Variables that many people have no value for: a text should do without them. */
const OFTEN_EMPTY = new Set(['first_name', 'last_name', 'name', 'username', 'custom']);

/** Everything that is wrong with a script, or may look wrong to those who read it. */
export function checkScript(stages: readonly Stage[]): ScriptProblem[] {
  return stages.flatMap((stage, place) => [
    ...checkDelay(stage, place + 1),
    ...checkCondition(stage, place + 1),
    ...stage.variants.flatMap((variant, i) =>
      checkContent(variant, place + 1, stage.variants.length > 1 ? i + 1 : null),
    ),
    ...checkTwins(stage, place + 1),
  ]);
}

function checkDelay({ delayMin, delayMax }: Stage, stage: number): ScriptProblem[] {
  if (delayMin <= delayMax) return [];
  return [{ stage, variant: null, field: 'delay', severity: 'error', text: texts.delayBackwards }];
}

function checkCondition({ condition }: Stage, stage: number): ScriptProblem[] {
  if (condition === null) return [];
  return checkTemplate(conditionText(condition)).map((problem) => ({
    ...problem,
    stage,
    variant: null,
    field: 'condition' as const,
  }));
}

function checkContent(
  { type, content }: Stage['variants'][number],
  stage: number,
  variant: number | null,
): ScriptProblem[] {
  const where = { stage, variant, field: 'content' as const };
  if (type === 'text' && content.trim() === '')
    return [{ ...where, severity: 'error', text: texts.empty }];
  const problems = checkTemplate(content).map((problem) => ({ ...where, ...problem }));
  const longest = type === 'text' ? LONGEST_TEXT : LONGEST_CAPTION;
  // What stands between the marks of Liquid isn't sent as it is.
  const plain = content.replace(/\{[{%].*?[%}]\}/gs, '');
  if (plain.length > longest)
    problems.push({ ...where, severity: 'error', text: texts.tooLong(plain.length, longest) });
  return [...problems, ...bareVariables(content).map((name) => bare(where, name))];
}

function bare(
  where: Pick<ScriptProblem, 'stage' | 'variant' | 'field'>,
  name: string,
): ScriptProblem {
  return { ...where, severity: 'warning', text: texts.noFallback(name) };
}

/** What is wrong with a text or a condition by itself, wherever it stands. */
export function checkTemplate(text: string): Pick<ScriptProblem, 'severity' | 'text'>[] {
  try {
    parseText(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ severity: 'error', text: texts.notLiquid(message) }];
  }
  return variablesIn(text)
    .filter((name) => !variableNames.has(name))
    .map((name) => ({ severity: 'error', text: texts.unknownVariable(name) }));
}

/** Variables printed without a word for those who have none. */
function bareVariables(text: string): string[] {
  const printed = [...text.matchAll(/\{\{-?\s*([\w.]+)\s*(\|[^}]*)?\}\}/g)];
  return printed.flatMap(([, name = '', filters = '']) =>
    OFTEN_EMPTY.has(name.split('.')[0] ?? '') && !/\|\s*default\s*:/.test(filters) ? [name] : [],
  );
}

function checkTwins({ variants }: Stage, stage: number): ScriptProblem[] {
  const said = variants.map((v) => `${v.type}\n${v.content}\n${v.mediaId}`);
  if (new Set(said).size === said.length) return [];
  return [{ stage, variant: null, field: 'variants', severity: 'warning', text: texts.twins }];
}
