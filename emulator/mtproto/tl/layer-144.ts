import type { LayerPatch } from './layer-patch.ts';
import type { TlObject } from './tl-reader.ts';

/** Before layer 157 the message that is answered was a bare number. */
function withReplyTo(object: TlObject): TlObject {
  const { replyToMsgId, ...rest } = object;
  if (replyToMsgId === undefined) return object;
  return { ...rest, _: object._, replyTo: { _: 'inputReplyToMessage', replyToMsgId } };
}

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
    'botInfo#8f300b57 flags:# user_id:flags.0?int53 = BotInfo;',
    'peerSettings#a518110d flags:# report_spam:flags.0?true add_contact:flags.1?true block_contact:flags.2?true = PeerSettings;',
    'peerNotifySettings#a83b0426 flags:# = PeerNotifySettings;',
    'message#38116ee0 flags:# out:flags.1?true media_unread:flags.5?true silent:flags.13?true id:int from_id:flags.8?Peer peer_id:Peer fwd_from:flags.2?MessageFwdHeader reply_to:flags.3?MessageReplyHeader date:int message:string media:flags.9?MessageMedia entities:flags.7?Vector<MessageEntity> edit_date:flags.15?int grouped_id:flags.17?long = Message;',
    'messageReplyHeader#a6d57763 flags:# reply_to_msg_id:int = MessageReplyHeader;',
    'messageFwdHeader#5f777dce flags:# from_id:flags.0?Peer date:int = MessageFwdHeader;',
    'messageMediaDocument#9cb070d7 flags:# document:flags.0?Document ttl_seconds:flags.2?int = MessageMedia;',
    'messageMediaPhoto#695150d7 flags:# photo:flags.0?Photo ttl_seconds:flags.2?int = MessageMedia;',
    'documentAttributeVideo#ef02ce6 flags:# round_message:flags.0?true supports_streaming:flags.1?true duration:int w:int h:int = DocumentAttribute;',
    'messageEntityBlockquote#20df5d0 offset:int length:int = MessageEntity;',
    'dialog#a8edd0f5 flags:# peer:Peer top_message:int read_inbox_max_id:int read_outbox_max_id:int unread_count:int unread_mentions_count:int unread_reactions_count:int notify_settings:PeerNotifySettings = Dialog;',
    'updateReadMessagesContents#68c13933 messages:Vector<int> pts:int pts_count:int = Update;',
    'updatePeerBlocked#246a4b22 peer_id:Peer blocked:Bool = Update;',
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
  ],
  upgrades: {
    'messages.sendMessage': withReplyTo,
    'messages.sendMedia': withReplyTo,
    'messages.sendMultiMedia': withReplyTo,
  },
};
