/** Holders of bots look again at the business connections when they hear this. */
export const BUSINESS_CHANNEL = 'vestnik_business';
