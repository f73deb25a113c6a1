/** The steps of making a campaign, in their order. */
export const steps = [
  'audience',
  'script',
  'accounts',
  'schedule',
  'rules',
  'forecast',
  'rehearsal',
  'launch',
] as const;
export type Step = (typeof steps)[number];

export function readStep(given: string | undefined): Step {
  return steps.find((step) => step === given) ?? 'audience';
}
