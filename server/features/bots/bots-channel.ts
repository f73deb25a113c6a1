/** Holders of bots look again when they hear this: at one bot, or at all without a number. */
export const BOTS_CHANNEL = 'vestnik_bots';
