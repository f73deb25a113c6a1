/** What a person is seen doing, by Telegram's names for it (`sendMessageTypingAction` and so on). */
export type TypingAction =
  | 'typing'
  | 'cancel'
  | 'recording voice'
  | 'recording round video'
  | 'uploading photo'
  | 'uploading video'
  | 'uploading document';
