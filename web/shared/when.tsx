import { createContext, use, useSyncExternalStore } from 'react';
import { type Language, useLanguage } from './language.tsx';

const SECOND = 1_000;
const steps = [
  ['minute', 60 * SECOND],
  ['hour', 3_600 * SECOND],
  ['day', 86_400 * SECOND],
] as const;
const A_WEEK = 7 * 86_400 * SECOND;
const LOOK_EVERY_MS = 30_000;

const relative = {
  ru: new Intl.RelativeTimeFormat('ru', { numeric: 'auto' }),
  en: new Intl.RelativeTimeFormat('en', { numeric: 'auto' }),
};
const exact = {
  ru: new Intl.DateTimeFormat('ru', { dateStyle: 'long', timeStyle: 'long' }),
  en: new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'long' }),
};

/** «5 минут назад», «завтра»; beyond a week the date itself. */
export function relativeTime(at: Date, now: Date, language: Language): string {
  const ms = at.getTime() - now.getTime();
  if (Math.abs(ms) < 45 * SECOND) return relative[language].format(0, 'second');
  if (Math.abs(ms) > A_WEEK) return formatDay(at, language);
  const [unit, size] = steps.findLast(([, length]) => Math.abs(ms) >= length) ?? steps[0];
  return relative[language].format(Math.round(ms / size), unit);
}

export function formatDay(at: Date, language: Language): string {
  return at.toLocaleDateString(language, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** A day of these weeks, where the year goes without saying. */
export function formatNearDay(at: Date, language: Language): string {
  return at.toLocaleDateString(language, { day: 'numeric', month: 'short' });
}

/** Date and time to the second, with the zone: what stands behind a relative time. */
export function formatExact(at: Date, language: Language): string {
  return exact[language].format(at);
}

export function formatClock(at: Date, language: Language): string {
  return at.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
}

/** By how much the server's clock is ahead of this one, milliseconds: a sandbox runs ahead. */
export const ClockOffset = createContext(0);

/** One timer for all the moments of a page, while there are any. */
const ticker = {
  now: 0,
  listeners: new Set<() => void>(),
  timer: undefined as ReturnType<typeof setInterval> | undefined,
};

function listen(listener: () => void): () => void {
  ticker.listeners.add(listener);
  ticker.timer ??= setInterval(() => {
    ticker.now = Date.now();
    for (const tell of ticker.listeners) tell();
  }, LOOK_EVERY_MS);
  return () => {
    ticker.listeners.delete(listener);
    if (ticker.listeners.size > 0) return;
    clearInterval(ticker.timer);
    ticker.timer = undefined;
  };
}

function lastTick(): number {
  // Nobody has listened for a while: what was noted is old.
  if (ticker.timer === undefined && Date.now() - ticker.now > LOOK_EVERY_MS)
    ticker.now = Date.now();
  return ticker.now;
}

/** What time it is for the server, to half a minute; renews itself. */
export function useNow(): Date {
  const offset = use(ClockOffset);
  return new Date(useSyncExternalStore(listen, lastTick) + offset);
}

/** A moment as people speak of it; the exact one on hover. Renews itself. */
export function When({ at }: { at: string | null | undefined }) {
  const { language } = useLanguage();
  const now = useNow();
  if (!at) return <span>—</span>;
  const moment = new Date(at);
  return (
    <time dateTime={at} title={formatExact(moment, language)}>
      {relativeTime(moment, now, language)}
    </time>
  );
}
