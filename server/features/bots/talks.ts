import type { BotBoard, BotCommand, BotTalk } from '../../feature.ts';

type WithNeeds<T> = T & { needsTelegram: true | undefined };
type Button = NonNullable<BotTalk['buttons']>[string];
type Payment = NonNullable<BotTalk['payments']>[string];

/** What operators may say, of all features. */
export type Talks = {
  commands: ReadonlyMap<string, WithNeeds<BotCommand>>;
  buttons: ReadonlyMap<string, WithNeeds<Button>>;
  steps: ReadonlyMap<string, WithNeeds<Button>>;
  payments: ReadonlyMap<string, Payment>;
  menu: readonly NonNullable<BotTalk['menu']>[number][];
  boards: ReadonlyMap<string, BotBoard>;
  inGroup: readonly NonNullable<BotTalk['inGroup']>[];
};

export function gatherTalks(talks: readonly BotTalk[]): Talks {
  const named = <T>(of: (talk: BotTalk) => Readonly<Record<string, T>> | undefined) =>
    new Map(
      talks.flatMap((talk) =>
        Object.entries(of(talk) ?? {}).map(
          ([name, work]) => [name, { ...work, needsTelegram: talk.needsTelegram }] as const,
        ),
      ),
    );
  return {
    commands: named((talk) => Object.fromEntries(talk.commands.map((c) => [c.name, c]))),
    buttons: named((talk) => talk.buttons),
    steps: named((talk) => talk.steps),
    payments: new Map(talks.flatMap((talk) => Object.entries(talk.payments ?? {}))),
    menu: talks.flatMap((talk) => talk.menu ?? []),
    boards: new Map(talks.flatMap((talk) => Object.entries(talk.boards ?? {}))),
    inGroup: talks.flatMap((talk) => talk.inGroup ?? []),
  };
}
