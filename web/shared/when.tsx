import { useEffect, useState } from 'react';
import { type Language, useLanguage } from './language.tsx';

const SECOND = 1_000;
const steps = [
  ['minute', 60 * SECOND],
  ['hour', 3_600 * SECOND],
  ['day', 86_400 * SECOND],
] as const;
const A_WEEK = 7 * 86_400 * SECOND;
const LOOK_EVERY_MS = 30_000;

/** «5 минут назад», «завтра»; beyond a week the date itself. */
export function relativeTime(at: Date, now: Date, language: Language): string {
  const ms = at.getTime() - now.getTime();
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (Math.abs(ms) < 45 * SECOND) return format.format(0, 'second');
  if (Math.abs(ms) > A_WEEK) return formatDay(at, language);
  const [unit, size] = steps.findLast(([, length]) => Math.abs(ms) >= length) ?? steps[0];
  return format.format(Math.round(ms / size), unit);
}

export function formatDay(at: Date, language: Language): string {
  return at.toLocaleDateString(language, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** Date and time to the second, with the zone: what stands behind a relative time. */
export function formatExact(at: Date, language: Language): string {
  return at.toLocaleString(language, { dateStyle: 'long', timeStyle: 'long' });
}

export function formatClock(at: Date, language: Language): string {
  return at.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
}

/** A moment as people speak of it; the exact one on hover. Renews itself. */
export function When({ at }: { at: string | null | undefined }) {
  const { language } = useLanguage();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  if (!at) return <span>—</span>;
  const moment = new Date(at);
  return (
    <time dateTime={at} title={formatExact(moment, language)}>
      {relativeTime(moment, now, language)}
    </time>
  );
}
