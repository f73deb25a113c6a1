import type { BotCall } from './bot-api.ts';
import {
  deleteBusinessMessages,
  getBusinessConnection,
  readBusinessMessage,
} from './business/business-account.ts';
import { answerCallbackQuery } from './callbacks/answer-callback-query.ts';
import {
  banChatMember,
  promoteChatMember,
  restrictChatMember,
  unbanChatMember,
} from './chats/change-members.ts';
import {
  closeForumTopic,
  closeGeneralForumTopic,
  createForumTopic,
  deleteForumTopic,
  editForumTopic,
  editGeneralForumTopic,
  getForumTopicIconStickers,
  hideGeneralForumTopic,
  reopenForumTopic,
  reopenGeneralForumTopic,
  unhideGeneralForumTopic,
} from './chats/forum-topics.ts';
import { getChat, getUserProfilePhotos } from './chats/get-chat.ts';
import {
  approveChatJoinRequest,
  createChatInviteLink,
  declineChatJoinRequest,
  editChatInviteLink,
  exportChatInviteLink,
  revokeChatInviteLink,
} from './chats/invite-links.ts';
import {
  getChatAdministrators,
  getChatMember,
  getChatMemberCount,
  leaveChat,
} from './chats/members.ts';
import { sendChatAction } from './chats/send-chat-action.ts';
import { getFile } from './files/get-file.ts';
import { editMessageMedia } from './media/edit-message-media.ts';
import { sendContact, sendLocation, sendMediaOf } from './media/send-media.ts';
import { sendMediaGroup } from './media/send-media-group.ts';
import { deleteMessage, deleteMessages } from './messages/delete-messages.ts';
import {
  editMessageCaption,
  editMessageReplyMarkup,
  editMessageText,
} from './messages/edit-message.ts';
import {
  copyMessage,
  copyMessages,
  forwardMessage,
  forwardMessages,
} from './messages/forward-messages.ts';
import { sendMessage } from './messages/send-message.ts';
import { answerPreCheckoutQuery, createInvoiceLink, sendInvoice } from './payments/invoices.ts';
import { getMyStarBalance, getStarTransactions, refundStarPayment } from './payments/stars.ts';
import { getMe } from './profile/get-me.ts';
import { getChatMenuButton, setChatMenuButton } from './profile/menu-button.ts';
import { deleteMyCommands, getMyCommands, setMyCommands } from './profile/my-commands.ts';
import {
  getMyDescription,
  getMyName,
  getMyShortDescription,
  setMyDescription,
  setMyName,
  setMyShortDescription,
} from './profile/my-texts.ts';
import { getUpdates } from './updates/get-updates.ts';
import { deleteWebhook, getWebhookInfo, setWebhook } from './updates/set-webhook.ts';
import { answerWebAppQuery } from './web-apps/answer-web-app-query.ts';

type Method = (call: BotCall) => unknown;

const yes = () => true;

/** Every method that the Bot API of the box knows. */
const methods: Record<string, Method> = {
  answerCallbackQuery,
  answerPreCheckoutQuery,
  answerWebAppQuery,
  approveChatJoinRequest,
  banChatMember,
  close: yes,
  closeForumTopic,
  closeGeneralForumTopic,
  copyMessage,
  copyMessages,
  createChatInviteLink,
  createForumTopic,
  createInvoiceLink,
  declineChatJoinRequest,
  deleteBusinessMessages,
  deleteForumTopic,
  deleteMessage,
  deleteMessages,
  deleteMyCommands,
  deleteWebhook,
  editChatInviteLink,
  editForumTopic,
  editGeneralForumTopic,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  editMessageText,
  exportChatInviteLink,
  forwardMessage,
  forwardMessages,
  getBusinessConnection,
  getChat,
  getChatAdministrators,
  getChatMember,
  getChatMemberCount,
  getChatMenuButton,
  getFile,
  getForumTopicIconStickers,
  getMe,
  getMyCommands,
  getMyDescription,
  getMyName,
  getMyShortDescription,
  getMyStarBalance,
  getStarTransactions,
  getUpdates,
  getUserProfilePhotos,
  getWebhookInfo,
  hideGeneralForumTopic,
  leaveChat,
  logOut: yes,
  promoteChatMember,
  readBusinessMessage,
  refundStarPayment,
  reopenForumTopic,
  reopenGeneralForumTopic,
  restrictChatMember,
  revokeChatInviteLink,
  sendAnimation: sendMediaOf('animation'),
  sendAudio: sendMediaOf('audio'),
  sendChatAction,
  sendContact,
  sendDocument: sendMediaOf('document'),
  sendInvoice,
  sendLocation,
  sendMediaGroup,
  sendMessage,
  sendPhoto: sendMediaOf('photo'),
  sendVideo: sendMediaOf('video'),
  sendVideoNote: sendMediaOf('video_note'),
  sendVoice: sendMediaOf('voice'),
  setChatMenuButton,
  setMyCommands,
  setMyDescription,
  setMyName,
  setMyShortDescription,
  setWebhook,
  unbanChatMember,
  unhideGeneralForumTopic,
};

/** Its names are read without regard to case. */
const byLowerName = new Map(
  Object.entries(methods).map(([name, method]) => [name.toLowerCase(), { name, method }]),
);

export function findMethod(name: string): { name: string; method: Method } | undefined {
  return byLowerName.get(name.toLowerCase());
}
