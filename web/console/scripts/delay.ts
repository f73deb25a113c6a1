export const delayUnits = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
export type DelayUnit = keyof typeof delayUnits;

/** The largest unit in which both ends of a delay are whole numbers. */
export function unitOf(minSeconds: number, maxSeconds: number): DelayUnit {
  if (minSeconds === 0 && maxSeconds === 0) return 'minutes';
  const fits = (unit: DelayUnit) =>
    minSeconds % delayUnits[unit] === 0 && maxSeconds % delayUnits[unit] === 0;
  return (['days', 'hours', 'minutes'] as const).find(fits) ?? 'seconds';
}
