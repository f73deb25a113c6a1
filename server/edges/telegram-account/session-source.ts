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

/** What an operator gave: a file or folder on disk, or the text of a session string. */
export type SessionSource =
  | {
      /** Keeps the operator's file name: for an unreadable file it decides which error fits. */
      path: string;
      /** The kind the operator named; without it the content decides. */
      kind?: SessionKind;
      /** Telegram Desktop's local passcode of a tdata folder. */
      passcode?: string;
    }
  | { text: string };

/** Reads sessions out of what operators give. Adapter: `session-files/read-sessions.ts`. */
export type SessionReader = {
  /**
   * Reads all sessions out of a zip or folder (tdata folders, .session files, texts), a .session
   * file or a session string. The original is never changed.
   * @param workDir a fresh folder, where archives are unpacked; the caller removes it afterwards,
   * also after an error. It then holds secrets
   * @returns at least one session, each auth key once, addressed to Telegram's production servers
   * whatever the source says
   * @throws AppError invalid_tdata, invalid_session, wrong_passcode, unsafe_archive, invalid_path;
   * never with anything secret in it
   */
  readSessions(source: SessionSource, workDir: string): Promise<FoundSession[]>;

  /** The auth key of a session in mtcute's string form: the same session has the same key. */
  keyOf(session: string): Uint8Array;
};
