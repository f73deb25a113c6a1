import type { BotCommand, BotTalk } from '../../feature.ts';

/** What operators may say, of all features. */
export type Talks = {
  commands: ReadonlyMap<string, BotCommand>;
  buttons: ReadonlyMap<string, NonNullable<BotTalk['buttons']>[string]>;
  steps: ReadonlyMap<string, NonNullable<BotTalk['steps']>[string]>;
};

export function gatherTalks(talks: readonly BotTalk[]): Talks {
  return {
    commands: new Map(talks.flatMap((t) => t.commands.map((c) => [c.name, c] as const))),
    buttons: new Map(talks.flatMap((t) => Object.entries(t.buttons ?? {}))),
    steps: new Map(talks.flatMap((t) => Object.entries(t.steps ?? {}))),
  };
}
