import {
  getAuthorizations,
  resetAuthorization,
  resetAuthorizations,
} from './account/authorizations.ts';
import { getConnectedBots, updateConnectedBot } from './account/connected-bots.ts';
import { getPrivacy, setPrivacy } from './account/privacy.ts';
import { checkUsername, updateProfile, updateUsername } from './account/update-profile.ts';
import { updateStatus } from './account/update-status.ts';
import { checkPassword, getPassword } from './auth/check-password.ts';
import { exportAuthorization, importAuthorization } from './auth/export-authorization.ts';
import { logOut } from './auth/log-out.ts';
import { cancelCode, resendCode, sendCode } from './auth/send-code.ts';
import { signIn, signUp } from './auth/sign-in.ts';
import { getBotCallbackAnswer } from './bots/get-bot-callback-answer.ts';
import { startBot } from './bots/start-bot.ts';
import { requestWebView, sendWebViewData } from './bots/web-apps.ts';
import type { Call } from './call.ts';
import {
  checkChannelUsername,
  deleteChannel,
  deleteChat,
  editChatAbout,
  editChatDefaultBannedRights,
  editChatPhoto,
  editChatTitle,
  editPhoto,
  editTitle,
  toggleForum,
  toggleJoinRequest,
  toggleParticipantsHidden,
  toggleSignatures,
  toggleSlowMode,
  updateChannelUsername,
} from './chats/change-chats.ts';
import {
  deleteChannelMessages,
  deleteParticipantHistory,
  readChannelContents,
  readChannelHistory,
  readDiscussion,
} from './chats/channel-messages.ts';
import { createChannel, createChat, migrateChat } from './chats/create-chats.ts';
import {
  getAdminedPublicChannels,
  getChannels,
  getChats,
  getCommonChats,
} from './chats/get-chats.ts';
import { getFullChannel, getFullChat } from './chats/get-full.ts';
import {
  checkChatInvite,
  deleteExportedChatInvite,
  editExportedChatInvite,
  exportChatInvite,
  getChatInviteImporters,
  getExportedChatInvite,
  getExportedChatInvites,
  hideAllChatJoinRequests,
  hideChatJoinRequest,
  importChatInvite,
} from './chats/invite-links.ts';
import {
  addChatUser,
  deleteChatUser,
  editAdmin,
  editBanned,
  editChatAdmin,
  inviteToChannel,
  joinChannel,
  leaveChannel,
} from './chats/membership.ts';
import { getMessagesViews } from './chats/message-views.ts';
import { getParticipant, getParticipants } from './chats/participants.ts';
import {
  createForumTopic,
  deleteTopicHistory,
  editForumTopic,
  getForumTopics,
  getForumTopicsById,
  updatePinnedForumTopic,
} from './chats/topics.ts';
import { block, getBlocked, unblock } from './contacts/blocking.ts';
import {
  addContact,
  deleteContacts,
  getContactIds,
  getContacts,
  getStatuses,
  searchContacts,
} from './contacts/contact-list.ts';
import { importContacts, resolvePhone } from './contacts/import-contacts.ts';
import { resolveUsername } from './contacts/resolve-username.ts';
import { getConfig, getNearestDc } from './help/get-config.ts';
import { deleteHistory, deleteMessages } from './messages/delete-messages.ts';
import { editMessage } from './messages/edit-message.ts';
import { forwardMessages } from './messages/forward-messages.ts';
import { getDialogs, getPeerDialogs } from './messages/get-dialogs.ts';
import {
  getChannelMessages,
  getHistory,
  getMessages,
  getReplies,
  search,
} from './messages/get-history.ts';
import { getPeerSettings } from './messages/get-peer-settings.ts';
import { readHistory, readMessageContents } from './messages/read-marks.ts';
import { sendMedia, sendMultiMedia, uploadMedia } from './messages/send-media.ts';
import { sendMessage } from './messages/send-message.ts';
import { sendReaction } from './messages/send-reaction.ts';
import { setTyping } from './messages/set-typing.ts';
import type { MethodTable } from './method-table.ts';
import { getPaymentForm, getStarsStatus, sendStarsForm } from './payments/pay-stars.ts';
import { plainAnswers } from './plain-answers.ts';
import { getChannelDifference } from './updates/get-channel-difference.ts';
import { getDifference } from './updates/get-difference.ts';
import { getState } from './updates/get-state.ts';
import { getFile } from './upload/get-file.ts';
import { saveBigFilePart, saveFilePart } from './upload/save-file-part.ts';
import { getFullUser } from './users/get-full-user.ts';
import { getRequirementsToContact } from './users/get-requirements.ts';
import { getUsers } from './users/get-users.ts';

/** Every method that the box knows; auth.bindTempAuthKey is the protocol's own matter. */
const methods: MethodTable = {
  ...plainAnswers,
  'account.checkUsername': checkUsername,
  'account.getAuthorizations': getAuthorizations,
  'account.getConnectedBots': getConnectedBots,
  'account.getPassword': getPassword,
  'account.getPrivacy': getPrivacy,
  'account.resetAuthorization': resetAuthorization,
  'account.setPrivacy': setPrivacy,
  'account.updateConnectedBot': updateConnectedBot,
  'account.updateProfile': updateProfile,
  'account.updateStatus': updateStatus,
  'account.updateUsername': updateUsername,
  'auth.cancelCode': cancelCode,
  'auth.checkPassword': checkPassword,
  'auth.exportAuthorization': exportAuthorization,
  'auth.importAuthorization': importAuthorization,
  'auth.logOut': logOut,
  'auth.resendCode': resendCode,
  'auth.resetAuthorizations': resetAuthorizations,
  'auth.sendCode': sendCode,
  'auth.signIn': signIn,
  'auth.signUp': signUp,
  'channels.checkUsername': checkChannelUsername,
  'channels.createChannel': createChannel,
  'channels.createForumTopic': createForumTopic,
  'channels.deleteChannel': deleteChannel,
  'channels.deleteMessages': deleteChannelMessages,
  'channels.deleteParticipantHistory': deleteParticipantHistory,
  'channels.deleteTopicHistory': deleteTopicHistory,
  'channels.editAdmin': editAdmin,
  'channels.editBanned': editBanned,
  'channels.editForumTopic': editForumTopic,
  'channels.editPhoto': editPhoto,
  'channels.editTitle': editTitle,
  'channels.getAdminedPublicChannels': getAdminedPublicChannels,
  'channels.getChannels': getChannels,
  'channels.getForumTopics': getForumTopics,
  'channels.getForumTopicsByID': getForumTopicsById,
  'channels.getFullChannel': getFullChannel,
  'channels.getMessages': getChannelMessages,
  'channels.getParticipant': getParticipant,
  'channels.getParticipants': getParticipants,
  'channels.inviteToChannel': inviteToChannel,
  'channels.joinChannel': joinChannel,
  'channels.leaveChannel': leaveChannel,
  'channels.readHistory': readChannelHistory,
  'channels.readMessageContents': readChannelContents,
  'channels.toggleForum': toggleForum,
  'channels.toggleJoinRequest': toggleJoinRequest,
  'channels.toggleParticipantsHidden': toggleParticipantsHidden,
  'channels.toggleSignatures': toggleSignatures,
  'channels.toggleSlowMode': toggleSlowMode,
  'channels.updatePinnedForumTopic': updatePinnedForumTopic,
  'channels.updateUsername': updateChannelUsername,
  'contacts.addContact': addContact,
  'contacts.block': block,
  'contacts.deleteContacts': deleteContacts,
  'contacts.getBlocked': getBlocked,
  'contacts.getContactIDs': getContactIds,
  'contacts.getContacts': getContacts,
  'contacts.getStatuses': getStatuses,
  'contacts.importContacts': importContacts,
  'contacts.resolvePhone': resolvePhone,
  'contacts.resolveUsername': resolveUsername,
  'contacts.search': searchContacts,
  'contacts.unblock': unblock,
  'help.getConfig': getConfig,
  'help.getNearestDc': getNearestDc,
  'messages.addChatUser': addChatUser,
  'messages.checkChatInvite': checkChatInvite,
  'messages.createChat': createChat,
  'messages.createForumTopic': createForumTopic,
  'messages.deleteChat': deleteChat,
  'messages.deleteChatUser': deleteChatUser,
  'messages.deleteExportedChatInvite': deleteExportedChatInvite,
  'messages.deleteHistory': deleteHistory,
  'messages.deleteMessages': deleteMessages,
  'messages.deleteTopicHistory': deleteTopicHistory,
  'messages.editChatAbout': editChatAbout,
  'messages.editChatAdmin': editChatAdmin,
  'messages.editChatDefaultBannedRights': editChatDefaultBannedRights,
  'messages.editChatPhoto': editChatPhoto,
  'messages.editChatTitle': editChatTitle,
  'messages.editExportedChatInvite': editExportedChatInvite,
  'messages.editForumTopic': editForumTopic,
  'messages.editMessage': editMessage,
  'messages.exportChatInvite': exportChatInvite,
  'messages.forwardMessages': forwardMessages,
  'messages.getBotCallbackAnswer': getBotCallbackAnswer,
  'messages.getChatInviteImporters': getChatInviteImporters,
  'messages.getChats': getChats,
  'messages.getCommonChats': getCommonChats,
  'messages.getDialogs': getDialogs,
  'messages.getExportedChatInvite': getExportedChatInvite,
  'messages.getExportedChatInvites': getExportedChatInvites,
  'messages.getForumTopics': getForumTopics,
  'messages.getForumTopicsByID': getForumTopicsById,
  'messages.getFullChat': getFullChat,
  'messages.getHistory': getHistory,
  'messages.getMessages': getMessages,
  'messages.getMessagesViews': getMessagesViews,
  'messages.getPeerDialogs': getPeerDialogs,
  'messages.getPeerSettings': getPeerSettings,
  'messages.getReplies': getReplies,
  'messages.hideAllChatJoinRequests': hideAllChatJoinRequests,
  'messages.hideChatJoinRequest': hideChatJoinRequest,
  'messages.importChatInvite': importChatInvite,
  'messages.migrateChat': migrateChat,
  'messages.readDiscussion': readDiscussion,
  'messages.readHistory': readHistory,
  'messages.readMessageContents': readMessageContents,
  'messages.search': search,
  'messages.requestWebView': requestWebView,
  'messages.sendMedia': sendMedia,
  'messages.sendMessage': sendMessage,
  'messages.sendMultiMedia': sendMultiMedia,
  'messages.sendReaction': sendReaction,
  'messages.sendWebViewData': sendWebViewData,
  'messages.setTyping': setTyping,
  'messages.startBot': startBot,
  'messages.updatePinnedForumTopic': updatePinnedForumTopic,
  'messages.uploadMedia': uploadMedia,
  'payments.getPaymentForm': getPaymentForm,
  'payments.getStarsStatus': getStarsStatus,
  'payments.sendStarsForm': sendStarsForm,
  'updates.getChannelDifference': getChannelDifference,
  'updates.getDifference': getDifference,
  'updates.getState': getState,
  'upload.getFile': getFile,
  'upload.saveBigFilePart': saveBigFilePart,
  'upload.saveFilePart': saveFilePart,
  'users.getFullUser': getFullUser,
  'users.getRequirementsToContact': getRequirementsToContact,
  'users.getUsers': getUsers,
};

type Handler = (call: Call, request: { _: string }) => unknown;

/** The same by name. The codec has read the request by the method's own definition. */
export const handlers: ReadonlyMap<string, Handler> = new Map(
  Object.entries(methods) as [string, Handler][],
);
