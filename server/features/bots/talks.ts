import type { BotBoard, BotCommand, BotEntry, BotStep, BotTalk, BotTap } from '../../feature.ts';

type Payment = NonNullable<BotTalk['payments']>[string];

/** What operators may say, of all features. */
export type Talks = {
  commands: ReadonlyMap<string, BotCommand>;
  buttons: ReadonlyMap<string, BotTap>;
  steps: ReadonlyMap<string, BotStep>;
  payments: ReadonlyMap<string, Payment>;
  menu: readonly BotEntry[];
  boards: ReadonlyMap<string, BotBoard>;
  inGroup: readonly NonNullable<BotTalk['inGroup']>[];
};

export function gatherTalks(talks: readonly BotTalk[]): Talks {
  const named = <T>(of: (talk: BotTalk) => Readonly<Record<string, T>> | undefined) =>
    new Map(talks.flatMap((talk) => Object.entries(of(talk) ?? {})));
  return {
    commands: new Map(talks.flatMap((talk) => talk.commands.map((c) => [c.name, c]))),
    buttons: named((talk) => talk.buttons),
    steps: named((talk) => talk.steps),
    payments: named((talk) => talk.payments),
    menu: talks.flatMap((talk) => talk.menu ?? []),
    boards: named((talk) => talk.boards),
    inGroup: talks.flatMap((talk) => talk.inGroup ?? []),
  };
}
