import { newScriptBody } from '../../../../contract/scripts.ts';

/** A text as the one stage of a script. */
export function textStages(text: string) {
  return newScriptBody.shape.stages.parse([{ content: text }]);
}
