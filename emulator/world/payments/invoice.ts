/** A bill in Telegram Stars (https://core.telegram.org/api/stars); amounts are whole stars. */
export type Invoice = {
  readonly botId: number;
  readonly title: string;
  readonly description: string;
  /** The bot's own word for it; the payer never sees it. */
  readonly payload: string;
  readonly prices: readonly { readonly label: string; readonly amount: number }[];
  readonly total: number;
  readonly startParam: string;
  /** Paid again after so many seconds; links only. */
  readonly subscriptionSeconds?: number | undefined;
};

/** A payment under way: the bot has to agree first. */
export type Checkout = {
  readonly id: string;
  readonly payerId: number;
  readonly invoice: Invoice;
  outcome?: CheckoutOutcome | undefined;
  /** Told of the outcome, once. */
  readonly waiting: ((outcome: CheckoutOutcome) => void)[];
};

/** How a payment ended. */
export type CheckoutOutcome =
  | { readonly kind: 'paid'; readonly chargeId: string }
  | { readonly kind: 'refused'; readonly reason: string }
  /** The bot took too long. */
  | { readonly kind: 'late' };

/** Stars that changed hands. */
export type StarTransaction = {
  /** The charge's id; a refund has that of its payment. */
  readonly id: string;
  readonly kind: 'payment' | 'refund';
  readonly payerId: number;
  readonly invoice: Invoice;
  /** World's time in seconds. */
  readonly date: number;
};
