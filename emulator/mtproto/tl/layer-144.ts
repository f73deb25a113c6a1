import type { LayerPatch } from './layer-patch.ts';
import { plainButtons } from './plain-buttons.ts';
import type { TlObject } from './tl-reader.ts';

/** Before layer 157 the message that is answered was a bare number. */
function withReplyTo(object: TlObject): TlObject {
  const { replyToMsgId, ...rest } = object;
  if (replyToMsgId === undefined) return object;
  return { ...rest, _: object._, replyTo: { _: 'inputReplyToMessage', replyToMsgId } };
}

const note = (message: string): TlObject => ({ _: 'messageActionCustomAction', message });

/** Layer 144, which Telethon 1.25 speaks, the one in Debian 12. */
export const layer144: LayerPatch = {
  upTo: 144,
  lines: [
    // sent
    'config#330b4067 flags:# date:int expires:int test_mode:Bool this_dc:int dc_options:Vector<DcOption> dc_txt_domain_name:string chat_size_max:int megagroup_size_max:int forwarded_count_max:int online_update_period_ms:int offline_blur_timeout_ms:int offline_idle_timeout_ms:int online_cloud_timeout_ms:int notify_cloud_delay_ms:int notify_default_delay_ms:int push_chat_period_ms:int push_chat_limit:int saved_gifs_limit:int edit_time_limit:int revoke_time_limit:int revoke_pm_time_limit:int rating_e_decay:int stickers_recent_limit:int stickers_faved_limit:int channels_read_media_period:int pinned_dialogs_count_max:int pinned_infolder_count_max:int call_receive_timeout_ms:int call_ring_timeout_ms:int call_connect_timeout_ms:int call_packet_timeout_ms:int me_url_prefix:string caption_length_max:int message_length_max:int webfile_dc_id:int = Config;',
    'account.password#185b184f flags:# has_password:flags.2?true current_algo:flags.2?PasswordKdfAlgo srp_B:flags.2?bytes srp_id:flags.2?long hint:flags.3?string new_algo:PasswordKdfAlgo new_secure_algo:SecurePasswordKdfAlgo secure_random:bytes = account.Password;',
    'auth.authorization#33fb7bb8 flags:# user:User = auth.Authorization;',
    'user#3ff6ecb0 flags:# self:flags.10?true contact:flags.11?true mutual_contact:flags.12?true deleted:flags.13?true bot:flags.14?true verified:flags.17?true restricted:flags.18?true support:flags.23?true premium:flags.28?true id:int53 access_hash:flags.0?long first_name:flags.1?string last_name:flags.2?string username:flags.3?string phone:flags.4?string status:flags.6?UserStatus bot_info_version:flags.14?int restriction_reason:flags.18?Vector<RestrictionReason> = User;',
    'userStatusRecently#e26f42f1 = UserStatus;',
    'userFull#c4b1fc3f flags:# blocked:flags.0?true phone_calls_available:flags.4?true can_pin_message:flags.7?true id:int53 about:flags.1?string settings:PeerSettings notify_settings:PeerNotifySettings bot_info:flags.3?BotInfo common_chats_count:int = UserFull;',
    'botInfo#8f300b57 flags:# user_id:flags.0?int53 description:flags.1?string commands:flags.2?Vector<BotCommand> menu_button:flags.3?BotMenuButton = BotInfo;',
    'peerSettings#a518110d flags:# report_spam:flags.0?true add_contact:flags.1?true block_contact:flags.2?true = PeerSettings;',
    'peerNotifySettings#a83b0426 flags:# = PeerNotifySettings;',
    'message#38116ee0 flags:# out:flags.1?true media_unread:flags.5?true silent:flags.13?true post:flags.14?true noforwards:flags.26?true id:int from_id:flags.8?Peer peer_id:Peer fwd_from:flags.2?MessageFwdHeader via_bot_id:flags.11?int53 reply_to:flags.3?MessageReplyHeader date:int message:string media:flags.9?MessageMedia reply_markup:flags.6?ReplyMarkup entities:flags.7?Vector<MessageEntity> views:flags.10?int forwards:flags.10?int edit_date:flags.15?int post_author:flags.16?string grouped_id:flags.17?long = Message;',
    'messageReplyHeader#a6d57763 flags:# reply_to_msg_id:int reply_to_top_id:flags.1?int = MessageReplyHeader;',
    'messageFwdHeader#5f777dce flags:# from_id:flags.0?Peer date:int channel_post:flags.2?int = MessageFwdHeader;',
    'messageMediaDocument#9cb070d7 flags:# document:flags.0?Document ttl_seconds:flags.2?int = MessageMedia;',
    'messageMediaPhoto#695150d7 flags:# photo:flags.0?Photo ttl_seconds:flags.2?int = MessageMedia;',
    'documentAttributeVideo#ef02ce6 flags:# round_message:flags.0?true supports_streaming:flags.1?true duration:int w:int h:int = DocumentAttribute;',
    'messageEntityBlockquote#20df5d0 offset:int length:int = MessageEntity;',
    'dialog#a8edd0f5 flags:# peer:Peer top_message:int read_inbox_max_id:int read_outbox_max_id:int unread_count:int unread_mentions_count:int unread_reactions_count:int notify_settings:PeerNotifySettings pts:flags.0?int = Dialog;',
    'updateReadMessagesContents#68c13933 messages:Vector<int> pts:int pts_count:int = Update;',
    'updatePeerBlocked#246a4b22 peer_id:Peer blocked:Bool = Update;',
    'channel#8261ac61 flags:# creator:flags.0?true left:flags.2?true broadcast:flags.5?true megagroup:flags.8?true restricted:flags.9?true signatures:flags.11?true has_link:flags.20?true slowmode_enabled:flags.22?true join_request:flags.29?true id:int53 access_hash:flags.13?long title:string username:flags.6?string photo:ChatPhoto date:int admin_rights:flags.14?ChatAdminRights banned_rights:flags.15?ChatBannedRights default_banned_rights:flags.18?ChatBannedRights participants_count:flags.17?int = Chat;',
    'chatFull#d18ee226 flags:# can_set_username:flags.7?true id:int53 about:string participants:ChatParticipants chat_photo:flags.2?Photo notify_settings:PeerNotifySettings exported_invite:flags.13?ExportedChatInvite requests_pending:flags.17?int recent_requesters:flags.17?Vector<long> = ChatFull;',
    'channelFull#ea68a619 flags:# can_view_participants:flags.3?true can_set_username:flags.6?true flags2:# can_delete_channel:flags2.0?true id:int53 about:string participants_count:flags.0?int admins_count:flags.1?int kicked_count:flags.2?int banned_count:flags.2?int read_inbox_max_id:int read_outbox_max_id:int unread_count:int chat_photo:Photo notify_settings:PeerNotifySettings exported_invite:flags.23?ExportedChatInvite bot_info:Vector<BotInfo> migrated_from_chat_id:flags.4?long migrated_from_max_id:flags.4?int linked_chat_id:flags.14?int53 slowmode_seconds:flags.17?int slowmode_next_send_date:flags.18?int pts:int requests_pending:flags.28?int recent_requesters:flags.28?Vector<int53> = ChatFull;',
    'messageService#2b085862 flags:# out:flags.1?true media_unread:flags.5?true silent:flags.13?true post:flags.14?true id:int from_id:flags.8?Peer peer_id:Peer reply_to:flags.3?MessageReplyHeader date:int action:MessageAction = Message;',
    'chatInviteExported#0ab4a819 flags:# revoked:flags.0?true permanent:flags.5?true request_needed:flags.6?true link:string admin_id:int53 date:int expire_date:flags.1?int usage_limit:flags.2?int usage:flags.3?int requested:flags.7?int title:flags.8?string = ExportedChatInvite;',
    'chatInvite#300c44c1 flags:# channel:flags.0?true broadcast:flags.1?true public:flags.2?true megagroup:flags.3?true request_needed:flags.6?true title:string about:flags.5?string photo:Photo participants_count:int participants:flags.4?Vector<User> = ChatInvite;',
    'messages.channelMessages#64479808 flags:# inexact:flags.1?true pts:int count:int offset_id_offset:flags.2?int messages:Vector<Message> chats:Vector<Chat> users:Vector<User> = messages.Messages;',
    'channelParticipant#c00c07c0 user_id:int53 date:int = ChannelParticipant;',
    'channelParticipantSelf#35a8bfa7 flags:# via_request:flags.0?true user_id:int53 inviter_id:int53 date:int = ChannelParticipant;',
    'keyboardButtonSwitchInline#568a748 flags:# same_peer:flags.0?true text:string query:string = KeyboardButton;',
    'messageMediaInvoice#84551347 flags:# title:string description:string currency:string total_amount:long start_param:string = MessageMedia;',
    'messageActionPaymentSent#96163f56 flags:# currency:string total_amount:long = MessageAction;',
    ...plainButtons,
    // read
    'codeSettings#8a6469c2 flags:# allow_flashcall:flags.0?true current_number:flags.1?true allow_app_hash:flags.4?true allow_missed_call:flags.5?true logout_tokens:flags.6?Vector<bytes> = CodeSettings;',
    'inputMediaUploadedDocument#5b38c6c1 flags:# nosound_video:flags.3?true force_file:flags.4?true file:InputFile thumb:flags.2?InputFile mime_type:string attributes:Vector<DocumentAttribute> stickers:flags.0?Vector<InputDocument> ttl_seconds:flags.1?int = InputMedia;',
    'inputMediaDocument#33473058 flags:# id:InputDocument ttl_seconds:flags.0?int query:flags.1?string = InputMedia;',
    'auth.signUp#80eee427 phone_number:string phone_code_hash:string first_name:string last_name:string = auth.Authorization;',
    'auth.signIn#bcd51581 phone_number:string phone_code_hash:string phone_code:string = auth.Authorization;',
    'auth.resendCode#3ef1a9bf phone_number:string phone_code_hash:string = auth.SentCode;',
    'contacts.block#68cc1411 id:InputPeer = Bool;',
    'contacts.unblock#bea65d50 id:InputPeer = Bool;',
    'contacts.getBlocked#f57c350f offset:int limit:int = contacts.Blocked;',
    'contacts.resolveUsername#f93ccba3 username:string = contacts.ResolvedPeer;',
    'messages.search#a0fda762 flags:# peer:InputPeer q:string from_id:flags.0?InputPeer top_msg_id:flags.1?int filter:MessagesFilter min_date:int max_date:int offset_id:int add_offset:int limit:int max_id:int min_id:int hash:long = messages.Messages;',
    'messages.sendMessage#d9d75a4 flags:# no_webpage:flags.1?true silent:flags.5?true background:flags.6?true clear_draft:flags.7?true noforwards:flags.14?true peer:InputPeer reply_to_msg_id:flags.0?int message:string random_id:long reply_markup:flags.2?ReplyMarkup entities:flags.3?Vector<MessageEntity> schedule_date:flags.10?int send_as:flags.13?InputPeer = Updates;',
    'messages.sendMedia#e25ff8e0 flags:# silent:flags.5?true background:flags.6?true clear_draft:flags.7?true noforwards:flags.14?true peer:InputPeer reply_to_msg_id:flags.0?int media:InputMedia message:string random_id:long reply_markup:flags.2?ReplyMarkup entities:flags.3?Vector<MessageEntity> schedule_date:flags.10?int send_as:flags.13?InputPeer = Updates;',
    'messages.forwardMessages#cc30290b flags:# silent:flags.5?true background:flags.6?true with_my_score:flags.8?true drop_author:flags.11?true drop_media_captions:flags.12?true noforwards:flags.14?true from_peer:InputPeer id:Vector<int> random_id:Vector<long> to_peer:InputPeer schedule_date:flags.10?int send_as:flags.13?InputPeer = Updates;',
    'messages.editMessage#48f71778 flags:# no_webpage:flags.1?true peer:InputPeer id:int message:flags.11?string media:flags.14?InputMedia reply_markup:flags.2?ReplyMarkup entities:flags.3?Vector<MessageEntity> schedule_date:flags.15?int = Updates;',
    'messages.uploadMedia#519bc2b1 peer:InputPeer media:InputMedia = MessageMedia;',
    'messages.sendMultiMedia#f803138f flags:# silent:flags.5?true background:flags.6?true clear_draft:flags.7?true noforwards:flags.14?true peer:InputPeer reply_to_msg_id:flags.0?int multi_media:Vector<InputSingleMedia> schedule_date:flags.10?int send_as:flags.13?InputPeer = Updates;',
    'updates.getDifference#25939651 flags:# pts:int pts_total_limit:flags.0?int date:int qts:int = updates.Difference;',
    'channels.createChannel#3d5fb10f flags:# broadcast:flags.0?true megagroup:flags.1?true for_import:flags.3?true title:string about:string geo_point:flags.2?InputGeoPoint address:flags.2?string = Updates;',
    'channels.inviteToChannel#199f3a6c channel:InputChannel users:Vector<InputUser> = Updates;',
    'channels.toggleSignatures#1f69b606 channel:InputChannel enabled:Bool = Updates;',
    'messages.addChatUser#f24753e3 chat_id:int53 user_id:InputUser fwd_limit:int = Updates;',
    'messages.createChat#09cb126e users:Vector<InputUser> title:string = Updates;',
    'messages.exportChatInvite#a02ce5d5 flags:# legacy_revoke_permanent:flags.2?true request_needed:flags.3?true peer:InputPeer expire_date:flags.0?int usage_limit:flags.1?int title:flags.4?string = ExportedChatInvite;',
    'inputChatUploadedPhoto#c642724e flags:# file:flags.0?InputFile video:flags.1?InputFile video_start_ts:flags.2?double = InputChatPhoto;',
  ],
  upgrades: {
    'channels.toggleSignatures': ({ enabled, ...rest }) => ({
      ...rest,
      _: 'channels.toggleSignatures',
      signaturesEnabled: enabled,
    }),
    'messages.sendMessage': withReplyTo,
    'messages.sendMedia': withReplyTo,
    'messages.sendMultiMedia': withReplyTo,
  },
  downgrades: {
    // It has no forums: a topic shows as a note, what happens to it as a change of the chat.
    messageActionTopicCreate: (action) => note(`Topic: ${action.title}`),
    messageActionTopicEdit: () => note('The topic was changed'),
    // Its reactions are of another make: it learns nothing of them.
    updateMessageReactions: () => ({ _: 'updateConfig' }),
    keyboardButtonCopy: ({ text }) => ({ _: 'keyboardButton', text }),
    messageActionPaymentRefunded: () => note('The payment was refunded'),
    updateChannelPinnedTopic: ({ channelId }) => ({ _: 'updateChannel', channelId }),
    'messages.invitedUsers': ({ updates }) => updates,
  },
};
