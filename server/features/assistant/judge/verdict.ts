/** What a reply comes to. The order is that of the model's weights. */
export const verdicts = ['refusal', 'agreement', 'question', 'unclear'] as const;

export type Verdict = (typeof verdicts)[number];
