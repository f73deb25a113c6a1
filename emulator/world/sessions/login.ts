/** A sign-in under way: the code that was sent to a phone number. */
export type Login = {
  readonly phone: string;
  readonly hash: string;
  code: string;
  /** World's times in milliseconds. */
  sentAt: number;
  expiresAt: number;
  /** To a signed-in app (a message from the service account) or by SMS. */
  via: 'app' | 'sms';
  attempts: number;
  /** The code has signed somebody in and is worth nothing any more. */
  used: boolean;
  /** The code was right, but nobody has this number: the app may sign them up. */
  confirmed: boolean;
};
