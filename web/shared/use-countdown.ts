import { useEffect, useState } from 'react';
import { ApiError } from './api.ts';

const SECOND_MS = 1_000;

/** Seconds until an answer with `retry_after` may be asked for again; 0 when one needn't wait. */
export function useCountdown(error: unknown): number {
  const [ends, setEnds] = useState({ error, at: endOf(error) });
  const [now, setNow] = useState(() => Date.now());
  // Each error starts its own countdown.
  if (ends.error !== error) {
    setEnds({ error, at: endOf(error) });
    setNow(Date.now());
  }
  const isOver = ends.at <= now;
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, [isOver]);
  return isOver ? 0 : Math.ceil((ends.at - now) / SECOND_MS);
}

function endOf(error: unknown): number {
  const seconds = error instanceof ApiError ? error.details['retry_after'] : undefined;
  return typeof seconds === 'number' ? Date.now() + seconds * SECOND_MS : 0;
}
