import type { LayerPatch } from './layer-patch.ts';
import { plainButtons } from './plain-buttons.ts';

/** Layer 198, of which GramJS 2.26 is the best-known speaker. */
export const layer198: LayerPatch = {
  upTo: 198,
  lines: [
    // sent
    'user#4b46c37e flags:# self:flags.10?true contact:flags.11?true mutual_contact:flags.12?true deleted:flags.13?true bot:flags.14?true verified:flags.17?true restricted:flags.18?true support:flags.23?true premium:flags.28?true flags2:# contact_require_premium:flags2.10?true id:int53 access_hash:flags.0?long first_name:flags.1?string last_name:flags.2?string username:flags.3?string phone:flags.4?string status:flags.6?UserStatus bot_info_version:flags.14?int restriction_reason:flags.18?Vector<RestrictionReason> = User;',
    'userFull#4d975bbc flags:# blocked:flags.0?true phone_calls_available:flags.4?true can_pin_message:flags.7?true contact_require_premium:flags.29?true flags2:# id:int53 about:flags.1?string settings:PeerSettings notify_settings:PeerNotifySettings bot_info:flags.3?BotInfo common_chats_count:int = UserFull;',
    'peerSettings#acd66c5e flags:# report_spam:flags.0?true add_contact:flags.1?true block_contact:flags.2?true = PeerSettings;',
    'message#96fdbbe9 flags:# out:flags.1?true media_unread:flags.5?true silent:flags.13?true post:flags.14?true noforwards:flags.26?true flags2:# id:int from_id:flags.8?Peer peer_id:Peer fwd_from:flags.2?MessageFwdHeader via_bot_id:flags.11?int53 reply_to:flags.3?MessageReplyHeader date:int message:string media:flags.9?MessageMedia reply_markup:flags.6?ReplyMarkup entities:flags.7?Vector<MessageEntity> views:flags.10?int forwards:flags.10?int edit_date:flags.15?int post_author:flags.16?string grouped_id:flags.17?long = Message;',
    'messageReplyHeader#afbc09db flags:# forum_topic:flags.3?true reply_to_msg_id:flags.4?int reply_to_top_id:flags.1?int = MessageReplyHeader;',
    'messageMediaPhoto#695150d7 flags:# spoiler:flags.3?true photo:flags.0?Photo ttl_seconds:flags.2?int = MessageMedia;',
    'messages.messages#8c718e87 messages:Vector<Message> chats:Vector<Chat> users:Vector<User> = messages.Messages;',
    'messages.messagesSlice#3a54685e flags:# count:int messages:Vector<Message> chats:Vector<Chat> users:Vector<User> = messages.Messages;',
    'dialog#d58a08c6 flags:# peer:Peer top_message:int read_inbox_max_id:int read_outbox_max_id:int unread_count:int unread_mentions_count:int unread_reactions_count:int notify_settings:PeerNotifySettings pts:flags.0?int = Dialog;',
    'updateReadHistoryInbox#9c974fdf flags:# peer:Peer max_id:int still_unread_count:int pts:int pts_count:int = Update;',
    'updateUserTyping#c01e857f user_id:int53 action:SendMessageAction = Update;',
    'channel#e00998b7 flags:# creator:flags.0?true left:flags.2?true broadcast:flags.5?true megagroup:flags.8?true restricted:flags.9?true signatures:flags.11?true has_link:flags.20?true slowmode_enabled:flags.22?true join_request:flags.29?true forum:flags.30?true flags2:# id:int53 access_hash:flags.13?long title:string username:flags.6?string photo:ChatPhoto date:int admin_rights:flags.14?ChatAdminRights banned_rights:flags.15?ChatBannedRights default_banned_rights:flags.18?ChatBannedRights participants_count:flags.17?int = Chat;',
    'channelFull#52d6806b flags:# can_view_participants:flags.3?true can_set_username:flags.6?true flags2:# can_delete_channel:flags2.0?true participants_hidden:flags2.2?true id:int53 about:string participants_count:flags.0?int admins_count:flags.1?int kicked_count:flags.2?int banned_count:flags.2?int read_inbox_max_id:int read_outbox_max_id:int unread_count:int chat_photo:Photo notify_settings:PeerNotifySettings exported_invite:flags.23?ExportedChatInvite bot_info:Vector<BotInfo> migrated_from_chat_id:flags.4?long migrated_from_max_id:flags.4?int linked_chat_id:flags.14?int53 slowmode_seconds:flags.17?int slowmode_next_send_date:flags.18?int pts:int requests_pending:flags.28?int recent_requesters:flags.28?Vector<int53> = ChatFull;',
    'messageService#d3d28540 flags:# out:flags.1?true media_unread:flags.5?true silent:flags.13?true post:flags.14?true id:int from_id:flags.8?Peer peer_id:Peer reply_to:flags.3?MessageReplyHeader date:int action:MessageAction = Message;',
    'chatParticipant#c02d4007 user_id:int53 inviter_id:int53 date:int = ChatParticipant;',
    'chatParticipantCreator#e46bcee4 user_id:int53 = ChatParticipant;',
    'chatParticipantAdmin#a0933f5b user_id:int53 inviter_id:int53 date:int = ChatParticipant;',
    'channelParticipant#cb397619 flags:# user_id:int53 date:int subscription_until_date:flags.0?int = ChannelParticipant;',
    'channelParticipantSelf#4f607bef flags:# via_request:flags.0?true user_id:int53 inviter_id:int53 date:int subscription_until_date:flags.1?int = ChannelParticipant;',
    'channelParticipantBanned#6df8014e flags:# left:flags.0?true peer:Peer kicked_by:int53 date:int banned_rights:ChatBannedRights = ChannelParticipant;',
    'forumTopic#71701da9 flags:# my:flags.1?true closed:flags.2?true pinned:flags.3?true short:flags.5?true hidden:flags.6?true id:int date:int title:string icon_color:int icon_emoji_id:flags.0?long top_message:int read_inbox_max_id:int read_outbox_max_id:int unread_count:int unread_mentions_count:int unread_reactions_count:int from_id:Peer notify_settings:PeerNotifySettings draft:flags.4?DraftMessage = ForumTopic;',
    'keyboardButtonSwitchInline#93b9fbb5 flags:# same_peer:flags.0?true text:string query:string = KeyboardButton;',
    'updateMessageReactions#5e1b3cb8 flags:# peer:Peer msg_id:int reactions:MessageReactions = Update;',
    'keyboardButtonCopy#75d2698e text:string copy_text:string = KeyboardButton;',
    ...plainButtons,
    // read
    'inputMediaPhoto#b3ba0635 flags:# spoiler:flags.1?true id:InputPhoto ttl_seconds:flags.0?int = InputMedia;',
    'inputMediaUploadedPhoto#1e287d04 flags:# spoiler:flags.2?true file:InputFile stickers:flags.0?Vector<InputDocument> ttl_seconds:flags.1?int = InputMedia;',
    'inputReplyToMessage#22c0f6d5 flags:# reply_to_msg_id:int top_msg_id:flags.0?int reply_to_peer_id:flags.1?InputPeer quote_text:flags.2?string quote_entities:flags.3?Vector<MessageEntity> quote_offset:flags.4?int = InputReplyTo;',
    'inputPhoneContact#f392b7f4 client_id:long phone:string first_name:string last_name:string = InputContact;',
    'contacts.addContact#e8f463d0 flags:# add_phone_privacy_exception:flags.0?true id:InputUser first_name:string last_name:string phone:string = Updates;',
    'messages.editMessage#dfd14005 flags:# no_webpage:flags.1?true invert_media:flags.16?true peer:InputPeer id:int message:flags.11?string media:flags.14?InputMedia reply_markup:flags.2?ReplyMarkup entities:flags.3?Vector<MessageEntity> schedule_date:flags.15?int quick_reply_shortcut_id:flags.17?int = Updates;',
    'messages.forwardMessages#6d74da08 flags:# silent:flags.5?true background:flags.6?true with_my_score:flags.8?true drop_author:flags.11?true drop_media_captions:flags.12?true noforwards:flags.14?true allow_paid_floodskip:flags.19?true from_peer:InputPeer id:Vector<int> random_id:Vector<long> to_peer:InputPeer top_msg_id:flags.9?int schedule_date:flags.10?int send_as:flags.13?InputPeer quick_reply_shortcut:flags.17?InputQuickReplyShortcut video_timestamp:flags.20?int = Updates;',
    'messages.sendMedia#7852834e flags:# silent:flags.5?true background:flags.6?true clear_draft:flags.7?true noforwards:flags.14?true update_stickersets_order:flags.15?true invert_media:flags.16?true allow_paid_floodskip:flags.19?true peer:InputPeer reply_to:flags.0?InputReplyTo media:InputMedia message:string random_id:long reply_markup:flags.2?ReplyMarkup entities:flags.3?Vector<MessageEntity> schedule_date:flags.10?int send_as:flags.13?InputPeer quick_reply_shortcut:flags.17?InputQuickReplyShortcut effect:flags.18?long = Updates;',
    'messages.sendMessage#983f9745 flags:# no_webpage:flags.1?true silent:flags.5?true background:flags.6?true clear_draft:flags.7?true noforwards:flags.14?true update_stickersets_order:flags.15?true invert_media:flags.16?true allow_paid_floodskip:flags.19?true peer:InputPeer reply_to:flags.0?InputReplyTo message:string random_id:long reply_markup:flags.2?ReplyMarkup entities:flags.3?Vector<MessageEntity> schedule_date:flags.10?int send_as:flags.13?InputPeer quick_reply_shortcut:flags.17?InputQuickReplyShortcut effect:flags.18?long = Updates;',
    'messages.sendMultiMedia#37b74355 flags:# silent:flags.5?true background:flags.6?true clear_draft:flags.7?true noforwards:flags.14?true update_stickersets_order:flags.15?true invert_media:flags.16?true allow_paid_floodskip:flags.19?true peer:InputPeer reply_to:flags.0?InputReplyTo multi_media:Vector<InputSingleMedia> schedule_date:flags.10?int send_as:flags.13?InputPeer quick_reply_shortcut:flags.17?InputQuickReplyShortcut effect:flags.18?long = Updates;',
    'messages.getDialogUnreadMarks#22e24e22 = Vector<DialogPeer>;',
    'channels.editAdmin#d33c8902 channel:InputChannel user_id:InputUser admin_rights:ChatAdminRights rank:string = Updates;',
    'channels.toggleForum#a4298b29 channel:InputChannel enabled:Bool = Updates;',
  ],
};
