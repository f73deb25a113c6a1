import type { tl } from '@mtcute/core';
import {
  setAbout,
  setChatUsername,
  setDefaultBanned,
  setPhoto,
  setSlowMode,
  setSwitch,
  setTitle,
} from '../../world/chats/change-chat.ts';
import type { Chat } from '../../world/chats/chat.ts';
import { deleteChat as deleteInWorld } from '../../world/chats/delete-chat.ts';
import { bannedRights, chosen } from '../../world/chats/rights.ts';
import { setForum } from '../../world/chats/topics.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { usernameIsValid } from '../../world/users/username.ts';
import { answerUpdates } from '../answer-updates.ts';
import { type Call, caller } from '../call.ts';
import { readMedia } from '../messages/read-media.ts';
import { channelOf, chatOfPeer, groupOf, visibleChannelOf } from '../peers.ts';
import { findPhoto } from '../stored-files.ts';

export function editChatTitle(
  call: Call,
  request: tl.messages.RawEditChatTitleRequest,
): tl.RawUpdates {
  return titled(call, groupOf(call, request.chatId), request.title);
}

export function editTitle(call: Call, request: tl.channels.RawEditTitleRequest): tl.RawUpdates {
  return titled(call, visibleChannelOf(call, request.channel), request.title);
}

function titled(call: Call, chat: Chat, title: string): tl.RawUpdates {
  return answerUpdates(call, () => setTitle(call.world, caller(call), chat, title, call.session));
}

export async function editChatPhoto(
  call: Call,
  request: tl.messages.RawEditChatPhotoRequest,
): Promise<tl.RawUpdates> {
  return await pictured(call, groupOf(call, request.chatId), request.photo);
}

export async function editPhoto(
  call: Call,
  request: tl.channels.RawEditPhotoRequest,
): Promise<tl.RawUpdates> {
  return await pictured(call, visibleChannelOf(call, request.channel), request.photo);
}

async function pictured(
  call: Call,
  chat: Chat,
  input: tl.TypeInputChatPhoto,
): Promise<tl.RawUpdates> {
  const photo = await readPhoto(call, input);
  return answerUpdates(call, () => setPhoto(call.world, caller(call), chat, photo, call.session));
}

/** @throws TelegramError PHOTO_INVALID for anything but a still picture */
async function readPhoto(call: Call, input: tl.TypeInputChatPhoto) {
  if (input._ === 'inputChatPhotoEmpty') return undefined;
  if (input._ === 'inputChatPhoto') {
    return input.id._ === 'inputPhotoEmpty' ? undefined : findPhoto(call, input.id);
  }
  if (!input.file) throw new TelegramError(400, 'PHOTO_INVALID');
  const media = await readMedia(call, { _: 'inputMediaUploadedPhoto', file: input.file });
  if (media.kind !== 'photo') throw new TelegramError(400, 'PHOTO_INVALID');
  return media.photo;
}

export function editChatAbout(call: Call, request: tl.messages.RawEditChatAboutRequest): boolean {
  setAbout(call.world, caller(call), chatOfPeer(call, request.peer), request.about);
  return true;
}

/** Makes a chat public or private. @throws TelegramError those of `setChatUsername` */
export function updateChannelUsername(
  call: Call,
  request: tl.channels.RawUpdateUsernameRequest,
): boolean {
  const chat = visibleChannelOf(call, request.channel);
  setChatUsername(call.world, caller(call), chat, request.username || undefined);
  return true;
}

/** Whether a chat could take a username. @throws TelegramError USERNAME_INVALID */
export function checkChannelUsername(
  call: Call,
  request: tl.channels.RawCheckUsernameRequest,
): boolean {
  if (request.channel._ !== 'inputChannelEmpty') channelOf(call, request.channel);
  if (!usernameIsValid(request.username)) throw new TelegramError(400, 'USERNAME_INVALID');
  return !call.world.userIdsByUsername.has(request.username.toLowerCase());
}

export function editChatDefaultBannedRights(
  call: Call,
  request: tl.messages.RawEditChatDefaultBannedRightsRequest,
): tl.RawUpdates {
  const chat = chatOfPeer(call, request.peer);
  const rights = chosen(request.bannedRights, bannedRights);
  const operation = () => setDefaultBanned(call.world, caller(call), chat, rights, call.session);
  return answerUpdates(call, operation, [chat.id]);
}

export function toggleSlowMode(
  call: Call,
  request: tl.channels.RawToggleSlowModeRequest,
): tl.RawUpdates {
  const chat = visibleChannelOf(call, request.channel);
  const operation = () =>
    setSlowMode(call.world, caller(call), chat, request.seconds, call.session);
  return answerUpdates(call, operation, [chat.id]);
}

type Toggle = { channel: tl.TypeInputChannel; enabled: boolean };

export const toggleJoinRequest = (call: Call, request: Toggle) =>
  switched(call, request, 'joinRequest');
export const toggleParticipantsHidden = (call: Call, request: Toggle) =>
  switched(call, request, 'participantsHidden');
export const toggleSignatures = (call: Call, request: tl.channels.RawToggleSignaturesRequest) =>
  switched(call, { ...request, enabled: request.signaturesEnabled ?? false }, 'signatures');

function switched(
  call: Call,
  request: Toggle,
  name: 'joinRequest' | 'participantsHidden' | 'signatures',
): tl.RawUpdates {
  const chat = visibleChannelOf(call, request.channel);
  const operation = () =>
    setSwitch(call.world, caller(call), chat, name, request.enabled, call.session);
  return answerUpdates(call, operation, [chat.id]);
}

export function toggleForum(call: Call, request: Toggle): tl.RawUpdates {
  const chat = visibleChannelOf(call, request.channel);
  const operation = () => setForum(call.world, caller(call), chat, request.enabled, call.session);
  return answerUpdates(call, operation, [chat.id]);
}

export function deleteChannel(
  call: Call,
  request: tl.channels.RawDeleteChannelRequest,
): tl.RawUpdates {
  const chat = visibleChannelOf(call, request.channel);
  const operation = () => deleteInWorld(call.world, caller(call), chat, call.session);
  return answerUpdates(call, operation, [chat.id]);
}

export function deleteChat(call: Call, request: tl.messages.RawDeleteChatRequest): boolean {
  deleteInWorld(call.world, caller(call), groupOf(call, request.chatId));
  return true;
}
