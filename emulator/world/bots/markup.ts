/** What a button under a message does (https://core.telegram.org/api/bots/buttons). */
export type ButtonAction =
  | { readonly kind: 'callback'; readonly data: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'login'; readonly url: string }
  | { readonly kind: 'webApp'; readonly url: string }
  | { readonly kind: 'switchInline'; readonly query: string; readonly here: boolean }
  | { readonly kind: 'copy'; readonly copied: string }
  | { readonly kind: 'pay' };
export type InlineButton = { readonly text: string; readonly action: ButtonAction };

/** What a key of a bot's keyboard sends. */
export type KeyAction =
  | { readonly kind: 'text' }
  | { readonly kind: 'contact' }
  | { readonly kind: 'location' }
  | { readonly kind: 'webApp'; readonly url: string };
export type Key = { readonly text: string; readonly action: KeyAction };

/** What hangs at a bot's message. */
export type Markup =
  | { readonly kind: 'inline'; readonly rows: readonly (readonly InlineButton[])[] }
  | {
      readonly kind: 'keyboard';
      readonly rows: readonly (readonly Key[])[];
      readonly resize: boolean;
      readonly oneTime: boolean;
      readonly persistent: boolean;
      readonly selective: boolean;
      readonly placeholder?: string | undefined;
    }
  | { readonly kind: 'remove'; readonly selective: boolean }
  | {
      readonly kind: 'forceReply';
      readonly selective: boolean;
      readonly placeholder?: string | undefined;
    };
