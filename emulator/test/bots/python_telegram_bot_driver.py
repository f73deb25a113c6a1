"""Drives python-telegram-bot on behalf of a test: one JSON command per line in, one JSON answer per line out."""

import json
import sys
import threading
import warnings

warnings.filterwarnings("ignore")

import telegram  # noqa: E402
from telegram import (  # noqa: E402
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LabeledPrice,
    ReplyKeyboardMarkup,
)
from telegram.error import RetryAfter, TelegramError  # noqa: E402
from telegram.utils.request import Request  # noqa: E402
from telegram.ext import (  # noqa: E402
    CallbackQueryHandler,
    CommandHandler,
    Filters,
    MessageHandler,
    Updater,
)

state = {}


def open_bot(command, root):
    bot = telegram.Bot(
        command["token"],
        base_url=root + "/bot",
        base_file_url=root + "/file/bot",
        request=Request(con_pool_size=8),
    )
    state["bot"] = bot
    return {"username": bot.get_me().username}


def start_polling(command, root):
    updater = Updater(bot=state["bot"])

    def start(update, context):
        update.message.reply_text("Payload " + " ".join(context.args))

    def echo(update, context):
        update.message.reply_text(update.message.text.upper(), quote=True)

    def press(update, context):
        update.callback_query.answer("Pressed")
        update.callback_query.edit_message_text("You pressed " + update.callback_query.data)

    updater.dispatcher.add_error_handler(lambda update, context: None)
    updater.dispatcher.add_handler(CommandHandler("start", start))
    updater.dispatcher.add_handler(CallbackQueryHandler(press))
    updater.dispatcher.add_handler(MessageHandler(Filters.text, echo))
    updater.start_polling(poll_interval=0, timeout=5)
    state["updater"] = updater
    return {"threads": threading.active_count()}


def send(command, root):
    message = state["bot"].send_message(command["to"], command["text"], parse_mode="HTML")
    return {"id": message.message_id, "entities": [entity.type for entity in message.entities]}


def send_buttons(command, root):
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("One", callback_data="1")]])
    return {"id": state["bot"].send_message(command["to"], "Choose", reply_markup=markup).message_id}


def send_keyboard(command, root):
    markup = ReplyKeyboardMarkup([[KeyboardButton("Yes"), "No"]], resize_keyboard=True)
    return {"id": state["bot"].send_message(command["to"], "Sure?", reply_markup=markup).message_id}


def send_document(command, root):
    message = state["bot"].send_document(
        command["to"], bytes(command["text"], "utf-8"), filename="list.csv", caption="List"
    )
    file = state["bot"].get_file(message.document.file_id)
    return {
        "name": message.document.file_name,
        "text": file.download_as_bytearray().decode("utf-8"),
    }


def edit_and_delete(command, root):
    bot = state["bot"]
    message = bot.send_message(command["to"], "Before")
    edited = bot.edit_message_text("After", command["to"], message.message_id)
    gone = bot.delete_message(command["to"], message.message_id)
    return {"text": edited.text, "deleted": gone}


def invoice(command, root):
    message = state["bot"].send_invoice(
        command["to"], "Plan", "A month", "payload", "", "XTR", [LabeledPrice("A month", 5)]
    )
    return {"total": message.invoice.total_amount, "currency": message.invoice.currency}


def member(command, root):
    found = state["bot"].get_chat_member(command["chat"], command["user"])
    chat = state["bot"].get_chat(command["chat"])
    return {"status": found.status, "title": chat.title, "type": chat.type}


operations = {
    function.__name__: function
    for function in (
        open_bot, start_polling, send, send_buttons, send_keyboard, send_document,
        edit_and_delete, invoice, member,
    )
}


def main():
    root = sys.argv[1]
    for line in sys.stdin:
        command = json.loads(line)
        try:
            result = {"ok": operations[command["do"]](command, root)}
        except RetryAfter as error:
            result = {"error": "RetryAfter", "seconds": error.retry_after}
        except TelegramError as error:
            result = {"error": type(error).__name__ + ": " + str(error)}
        except Exception as error:  # a test shows it
            result = {"error": type(error).__name__ + ": " + str(error)}
        print(json.dumps(result), flush=True)
    if "updater" in state:
        state["updater"].stop()


main()
