import { Liquid, type Template } from 'liquidjs';
import { localTime } from '../../../base/days.ts';

/** Who a text is written to and from: everything a script may mention. */
export type Variables = {
  first_name: string;
  last_name: string;
  name: string;
  username: string;
  phone: string;
  language: string;
  source: string;
  tags: readonly string[];
  /** The fields the team made up. */
  custom: Readonly<Record<string, unknown>>;
  account: { first_name: string; username: string; phone: string };
  /** Into the chat of a campaign that invites. */
  invite_link: string;
  /** The person's own day: 2026-03-02, and the hour from 0 to 23. */
  today: string;
  hour: number;
};

/** The first words of every variable that a script may use. */
export const variableNames: ReadonlySet<string> = new Set([
  'first_name',
  'last_name',
  'name',
  'username',
  'phone',
  'language',
  'source',
  'tags',
  'custom',
  'account',
  'invite_link',
  'today',
  'hour',
]);

/**
 * Texts come from operators, values from anybody: no files, no inherited properties, and bounds on
 * what a text may cost.
 */
const engine = new Liquid({
  ownPropertyOnly: true,
  strictFilters: true,
  templates: {},
  cache: 500,
  parseLimit: 40_000,
  renderLimit: 50,
  memoryLimit: 1_000_000,
});

// A text stands alone: what reads other files is none of its words.
for (const tag of ['include', 'render', 'layout', 'block']) delete engine.tags[tag];

const MOST_TRIES = 3;

/** @throws ParseError with the line and the place of what is wrong */
export function parseText(text: string): Template[] {
  return engine.parse(text);
}

/** The first words of the variables that a text mentions. */
export function variablesIn(text: string): string[] {
  return engine.globalVariablesSync(text);
}

/**
 * A text of a script as one person will read it.
 * @throws RenderError when a bound is passed
 */
export function renderText(text: string, variables: Variables): string {
  return render(text, variables);
}

/** Whether a stage's condition holds for a person; an absent one always does. */
export function conditionHolds(condition: string | null, variables: Variables): boolean {
  if (condition === null) return true;
  return render(conditionText(condition), variables) === 'yes';
}

/**
 * The bound on time is one of the clock on the wall, and a busy machine may let all of it pass
 * beside a text that costs nothing: only what passes it again and again costs too much.
 */
function render(text: string, variables: Variables): string {
  for (let tries = 1; ; tries++) {
    try {
      return engine.parseAndRenderSync(text, variables).trim();
    } catch (error) {
      const wasSlow = error instanceof Error && /render limit/.test(error.message);
      if (!wasSlow || tries === MOST_TRIES) throw error;
    }
  }
}

/** A condition as a text that can be checked and rendered like any other. */
export function conditionText(condition: string): string {
  return `{% if ${condition} %}yes{% endif %}`;
}

export type PersonLike = {
  firstName: string;
  lastName: string;
  username: string | null;
  phone: string | null;
  language: string | null;
  source: string | null;
  tags: readonly string[];
  custom: Readonly<Record<string, unknown>>;
};

export type AccountLike = {
  firstName: string;
  username: string | null;
  phone: string | null;
  inviteLink?: string | null;
};

/** What a script may say of a person and of the account that writes. */
export function variablesOf(
  person: PersonLike,
  account: AccountLike,
  now: Date,
  timeZone: string,
): Variables {
  const { day, minutes } = localTime(now, timeZone);
  return {
    first_name: person.firstName,
    last_name: person.lastName,
    name: [person.firstName, person.lastName].filter(Boolean).join(' '),
    username: person.username ?? '',
    phone: person.phone ?? '',
    language: person.language ?? '',
    source: person.source ?? '',
    tags: person.tags,
    custom: person.custom,
    account: {
      first_name: account.firstName,
      username: account.username ?? '',
      phone: account.phone ?? '',
    },
    invite_link: account.inviteLink ?? '',
    today: day,
    hour: Math.floor(minutes / 60),
  };
}
