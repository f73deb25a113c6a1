import { Bot } from 'grammy';

// What the product's bots are measured against: grammY with nothing around it. It changes the message
// whose button was pressed, and ends the spinner.

const [token = '', apiRoot = ''] = process.argv.slice(2);
const bot = new Bot(token, { client: { apiRoot } });
let turn = 0;
bot.on('callback_query:data', async (context) => {
  turn += 1;
  await context.editMessageText(`${context.callbackQuery.data} ${turn}`, {
    reply_markup: context.callbackQuery.message?.reply_markup,
  });
  await context.answerCallbackQuery();
});
bot.on('message', () => {});
void bot.start({ onStart: () => void process.send?.('started') });
