/** What an operator may give as an account, by its name in the API. */
export type SessionKind = 'tdata_zip' | 'tdata_folder' | 'session_file' | 'session_string';

/** A signed-in Telegram session read from what an operator gave. */
export type FoundSession = {
  /** The session in mtcute's string form (version 3): what the product stores, encrypted. */
  session: string;
  dcId: number;
  /** Telegram id of the account's owner, where the format carries it. */
  userId?: number;
};
