import type { BotBoard, BotCommand, BotEntry, BotStep, BotTalk } from '../../feature.ts';

type WithNeeds<T> = Omit<T, 'needsTelegram'> & { needsTelegram: true | undefined };
type Button = NonNullable<BotTalk['buttons']>[string];
type Payment = NonNullable<BotTalk['payments']>[string];

/** What operators may say, of all features. */
export type Talks = {
  commands: ReadonlyMap<string, WithNeeds<BotCommand>>;
  buttons: ReadonlyMap<string, WithNeeds<Button>>;
  steps: ReadonlyMap<string, WithNeeds<BotStep>>;
  payments: ReadonlyMap<string, Payment>;
  menu: readonly BotEntry[];
  boards: ReadonlyMap<string, BotBoard>;
  inGroup: readonly NonNullable<BotTalk['inGroup']>[];
};

const needsOf = (work: object): true | undefined =>
  'needsTelegram' in work && work.needsTelegram === true ? true : undefined;

export function gatherTalks(talks: readonly BotTalk[]): Talks {
  const named = <T extends object>(
    of: (talk: BotTalk) => Readonly<Record<string, T>> | undefined,
  ) =>
    new Map(
      talks.flatMap((talk) =>
        Object.entries(of(talk) ?? {}).map(
          ([name, work]) =>
            [name, { ...work, needsTelegram: needsOf(work) ?? talk.needsTelegram }] as const,
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
