import type { StoredPhoto } from '../files/file.ts';
import type { Invoice } from '../payments/invoice.ts';

/** What a service message tells (https://core.telegram.org/type/MessageAction). */
export type ServiceAction =
  | { kind: 'groupCreated'; title: string; userIds: readonly number[] }
  | { kind: 'channelCreated'; title: string }
  | { kind: 'usersAdded'; userIds: readonly number[] }
  | { kind: 'userRemoved'; userId: number }
  | { kind: 'joinedByLink'; inviterId: number }
  | { kind: 'joinedByRequest' }
  | { kind: 'titleChanged'; title: string }
  | { kind: 'photoChanged'; photo: StoredPhoto }
  | { kind: 'photoDeleted' }
  | { kind: 'migratedTo'; chatId: number }
  | { kind: 'migratedFrom'; chatId: number; title: string }
  | { kind: 'topicCreated'; title: string; iconColor: number; iconEmojiId?: bigint | undefined }
  | {
      kind: 'topicChanged';
      title?: string | undefined;
      iconEmojiId?: bigint | undefined;
      closed?: boolean | undefined;
      hidden?: boolean | undefined;
    }
  | { kind: 'webAppData'; button: string; data: string }
  | { kind: 'paid'; invoice: Invoice; chargeId: string }
  | { kind: 'refunded'; invoice: Invoice; chargeId: string };
