import type { z } from 'zod';
import type { accountHistoryAnswer } from '../../../contract/events.ts';
import type { StoredEvent } from '../../base/events/read-events.ts';
import { spellActor } from '../../base/events/record-events.ts';
import type { Language, Text } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { findAccount } from '../accounts/find-account.ts';
import { eventTypes } from './event-types.ts';
import { findEvents, type TimeCursor } from './find-events.ts';

type Line = z.output<typeof accountHistoryAnswer>['history'][number];

/** What is told of an account; what it said and heard stands in the log. */
const told = ['account.*', 'assistant.role_assigned'];

const words: Record<string, Text> = {
  checking: { ru: 'проверяется', en: 'checking' },
  warming: { ru: 'прогревается', en: 'warming up' },
  active: { ru: 'в работе', en: 'active' },
  cooldown: { ru: 'на паузе', en: 'cooling down' },
  limited: { ru: 'ограничен', en: 'limited' },
  banned: { ru: 'забанен', en: 'banned' },
  disabled: { ru: 'выключен', en: 'disabled' },
  arrived: { ru: 'добавлен в пул', en: 'taken into the pool' },
  checked: { ru: 'после проверки', en: 'after a check' },
  vouched: { ru: 'за него поручился оператор', en: 'an operator vouched for it' },
  operator: { ru: 'решил оператор', en: 'an operator decided so' },
  signed_in: { ru: 'снова вошёл в Telegram', en: 'signed in again' },
  warmed_up: { ru: 'прогрев закончен', en: 'warmed up' },
  cooldown_over: { ru: 'пауза закончилась', en: 'the pause is over' },
};

/**
 * One page of what happened to an account, newest first, in words.
 * @throws AppError not_found
 */
export async function readAccountHistory(
  app: App,
  asking: { workspaceId: number; language: Language },
  key: string,
  page: { limit: number; after: TimeCursor | undefined },
): Promise<{ lines: Line[]; places: TimeCursor[] }> {
  const account = await findAccount(app, asking.workspaceId, key);
  const filter = { types: told, senderId: account.id };
  const events = await findEvents(app, asking.workspaceId, filter, { order: 'newest', ...page });
  return { lines: events.map((e) => lineOf(e, asking.language)), places: events };
}

function lineOf(event: StoredEvent, language: Language): Line {
  const { id, type, at, actor } = event;
  return {
    id: `evt_${id}`,
    type,
    timestamp: at.toISOString(),
    actor: spellActor(actor),
    text: eventTypes.find((known) => known.type === type)?.text[language] ?? type,
    details: detailsOf(event, language),
  };
}

/** From what to what and why; codes of Telegram's stay as they are, so that they can be looked up. */
function detailsOf({ type, data }: StoredEvent, language: Language): string | null {
  const say = (word: unknown) => words[String(word)]?.[language] ?? String(word);
  if (type === 'account.status_changed') {
    const change = `${say(data['from'])} → ${say(data['to'])}: ${say(data['cause'])}`;
    const until = { ru: 'до', en: 'until' }[language];
    return data['until'] ? `${change}, ${until} ${data['until']}` : change;
  }
  const parts = [data['code'] ?? data['reason'], data['fields']]
    .flat()
    .filter((part) => part !== undefined && part !== null);
  return parts.length > 0 ? parts.map(say).join(', ') : null;
}
