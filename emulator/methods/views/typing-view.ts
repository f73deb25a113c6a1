import type { tl } from '@mtcute/core';
import type { TypingAction } from '../../world/messages/typing.ts';

/** What somebody is seen doing, on the wire. */
export function typingView(action: TypingAction): tl.TypeSendMessageAction {
  switch (action) {
    case 'typing':
      return { _: 'sendMessageTypingAction' };
    case 'cancel':
      return { _: 'sendMessageCancelAction' };
    case 'recording voice':
      return { _: 'sendMessageRecordAudioAction' };
    case 'recording round video':
      return { _: 'sendMessageRecordRoundAction' };
    case 'uploading photo':
      return { _: 'sendMessageUploadPhotoAction', progress: 0 };
    case 'uploading video':
      return { _: 'sendMessageUploadVideoAction', progress: 0 };
    case 'uploading document':
      return { _: 'sendMessageUploadDocumentAction', progress: 0 };
  }
}

/** The world's word for an action; anything it has no word for counts as typing. */
export function readTyping(action: tl.TypeSendMessageAction): TypingAction {
  switch (action._) {
    case 'sendMessageCancelAction':
      return 'cancel';
    case 'sendMessageRecordAudioAction':
    case 'sendMessageUploadAudioAction':
      return 'recording voice';
    case 'sendMessageRecordRoundAction':
    case 'sendMessageUploadRoundAction':
      return 'recording round video';
    case 'sendMessageUploadPhotoAction':
      return 'uploading photo';
    case 'sendMessageRecordVideoAction':
    case 'sendMessageUploadVideoAction':
      return 'uploading video';
    case 'sendMessageUploadDocumentAction':
      return 'uploading document';
    default:
      return 'typing';
  }
}
