/** Holders of bots look again when they hear this: at one bot, or at all without a number. */
export const BOTS_CHANNEL = 'vestnik_bots';
/** The holder of a bot does what was posted to it when it hears this; the payload is the bot's id. */
export const BOT_UPDATES_CHANNEL = 'vestnik_bot_updates';
