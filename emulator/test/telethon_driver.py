"""Drives Telethon on behalf of a test: one JSON command per line in, one JSON answer per line out."""

import asyncio
import hashlib
import json
import sys

from telethon import TelegramClient, errors, events, functions, types
from telethon.crypto import rsa
from telethon.sessions import SQLiteSession, StringSession

clients = {}
heard = {}


def open_session(command, box):
    if "file" in command:
        return SQLiteSession(command["file"])
    session = StringSession(command.get("session"))
    if not command.get("session"):
        session.set_dc(box["dcId"], box["host"], box["port"])
    return session


async def connect(command, box):
    name = command["client"]
    client = TelegramClient(
        open_session(command, box), 1, "hash", flood_sleep_threshold=0, request_retries=1
    )
    heard[name] = []

    async def remember(event):
        heard[name].append({"text": event.raw_text, "from": event.sender_id, "id": event.id})

    client.add_event_handler(remember, events.NewMessage(incoming=True))
    await client.connect()
    clients[name] = client
    return {"authorized": await client.is_user_authorized()}


async def send_code(command, client):
    sent = await client.send_code_request(command["phone"])
    return {"type": type(sent.type).__name__}


async def sign_in(command, client):
    arguments = {key: command[key] for key in ("phone", "code", "password") if key in command}
    user = await client.sign_in(**arguments)
    return {"id": user.id, "name": user.first_name}


async def send(command, client):
    message = await client.send_message(command["to"], command["text"], reply_to=command.get("replyTo"))
    return {"id": message.id, "text": message.raw_text}


async def send_file(command, client):
    message = await client.send_file(
        command["to"],
        command["path"],
        caption=command.get("caption"),
        force_document=command.get("asFile", False),
        voice_note=command.get("voice", False),
    )
    data = await client.download_media(message, bytes)
    return {
        "id": message.id,
        "kind": type(message.media).__name__,
        "size": len(data),
        "md5": hashlib.md5(data).hexdigest(),
    }


async def history(command, client):
    messages = await client.get_messages(command["peer"], limit=command["limit"])
    return [{"text": message.raw_text, "out": message.out} for message in messages]


async def kinds(command, client):
    def kind(message):
        for name in ("photo", "voice", "video_note", "video", "audio", "document"):
            if getattr(message, name):
                return name
        return "text"

    messages = await client.get_messages(command["peer"], limit=100)
    return [
        {
            "kind": kind(message),
            "text": message.raw_text,
            "replyTo": message.reply_to_msg_id,
            "forwarded": message.fwd_from is not None,
            "entities": [type(entity).__name__ for entity in message.entities or []],
        }
        for message in reversed(messages)
    ]


async def profile(command, client):
    full = await client(functions.users.GetFullUserRequest(command["peer"]))
    found = await client(functions.contacts.ImportContactsRequest(
        [types.InputPhoneContact(1, command["phone"], "My", "Friend")]
    ))
    return {"about": full.full_user.about, "found": [user.first_name for user in found.users]}


async def dialogs(command, client):
    return [{"id": d.id, "name": d.name, "unread": d.unread_count} async for d in client.iter_dialogs()]


async def state(command, client):
    found = await client(functions.updates.GetStateRequest())
    return {"pts": found.pts}


async def difference(command, client):
    found = await client(
        functions.updates.GetDifferenceRequest(pts=command["pts"], date=None, qts=0)
    )
    return {
        "kind": type(found).__name__,
        "texts": [message.message for message in getattr(found, "new_messages", [])],
    }


async def send_by_hash(command, client):
    peer = types.InputPeerUser(command["userId"], command["hash"])
    await client(functions.messages.SendMessageRequest(peer, command["text"]))
    return {}


async def drop(command, client):
    await client.disconnect()
    await client.connect()
    return {}


async def session_string(command, client):
    return {"session": StringSession.save(client.session)}


async def buttons(command, client):
    message = (await client.get_messages(command["peer"], limit=1))[0]
    rows = [[button.text for button in row] for row in message.buttons or []]
    if "press" not in command:
        return {"text": message.raw_text, "rows": rows}
    answer = await message.click(text=command["press"])
    return {"rows": rows, "answer": getattr(answer, "message", None)}


async def whoami(command, client):
    me = await client.get_me()
    return {"id": me.id}


def shown(chat):
    return {"kind": type(chat).__name__, "id": chat.id, "title": chat.title}


async def create_channel(command, client):
    updates = await client(functions.channels.CreateChannelRequest(
        title=command["title"], about="About it", megagroup=command["megagroup"]
    ))
    return shown(updates.chats[0])


async def create_group(command, client):
    updates = await client(functions.messages.CreateChatRequest(command["users"], command["title"]))
    return shown(updates.chats[0])


async def export_invite(command, client):
    invite = await client(functions.messages.ExportChatInviteRequest(command["peer"]))
    return {"hash": invite.link.split("+")[1]}


async def check_invite(command, client):
    invite = await client(functions.messages.CheckChatInviteRequest(command["hash"]))
    return {"kind": type(invite).__name__, "title": getattr(invite, "title", None)}


async def import_invite(command, client):
    updates = await client(functions.messages.ImportChatInviteRequest(command["hash"]))
    return shown(updates.chats[0])


async def join(command, client):
    updates = await client(functions.channels.JoinChannelRequest(command["peer"]))
    return shown(updates.chats[0])


async def invite(command, client):
    updates = await client(functions.channels.InviteToChannelRequest(command["peer"], [command["user"]]))
    return {"kind": type(updates).__name__}


async def participants(command, client):
    found = await client.get_participants(command["peer"], limit=command.get("limit"))
    return {"total": found.total, "names": [user.username for user in found]}


async def full_channel(command, client):
    full = (await client(functions.channels.GetFullChannelRequest(command["peer"]))).full_chat
    return {"about": full.about, "count": full.participants_count, "pts": full.pts}


async def edit_admin(command, client):
    await client.edit_admin(command["peer"], command["user"], change_info=True, title="helper")
    found = await client.get_permissions(command["peer"], command["user"])
    return {"admin": found.is_admin, "changeInfo": found.change_info, "inviteUsers": found.invite_users}


async def kick(command, client):
    await client.edit_permissions(command["peer"], command["user"], view_messages=False)
    return {}


async def actions(command, client):
    messages = await client.get_messages(command["peer"], limit=20)
    return [type(message.action).__name__ if message.action else message.raw_text for message in messages]


async def channel_difference(command, client):
    found = await client(functions.updates.GetChannelDifferenceRequest(
        channel=command["peer"],
        filter=types.ChannelMessagesFilterEmpty(),
        pts=command["pts"],
        limit=100,
    ))
    texts = [message.message for message in getattr(found, "new_messages", [])]
    return {"kind": type(found).__name__, "texts": texts}


operations = {
    function.__name__: function
    for function in (
        send_code, sign_in, send, send_file, history, dialogs, state, difference, send_by_hash,
        drop, session_string, whoami, kinds, profile, buttons, create_channel, create_group, export_invite,
        check_invite, import_invite, join, invite, participants, full_channel, edit_admin, kick,
        actions, channel_difference,
    )
}


async def answer(command, box):
    operation = command["do"]
    if operation == "connect":
        return await connect(command, box)
    if operation == "heard":
        return heard[command["client"]]
    return await operations[operation](command, clients[command["client"]])


async def main():
    box = json.loads(sys.argv[1])
    rsa.add_key(box["publicKeyPem"], old=False)
    loop = asyncio.get_running_loop()
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if not line:
            break
        try:
            result = {"ok": await asyncio.wait_for(answer(json.loads(line), box), 20)}
        except errors.RPCError as error:
            result = {"error": type(error).__name__, "seconds": getattr(error, "seconds", None)}
        except Exception as error:  # a test shows it
            result = {"error": type(error).__name__ + ": " + str(error)}
        print(json.dumps(result), flush=True)
    for client in clients.values():
        await client.disconnect()


asyncio.run(main())
