/** What a service message tells instead of a text. */
export type ServiceAction = {
  readonly kind: 'webAppData';
  readonly button: string;
  readonly data: string;
};
