import type { lookup } from 'node:dns';
import { type Download, type DownloadLimits, downloadFile } from './download-file.ts';
import { createGuardedAgent } from './guarded-agent.ts';
import { type RequestOptions, type RequestResult, sendRequest } from './send-request.ts';
import { driveDownloadOrigin } from './share-links.ts';

export type SafeFetchOptions = {
  /**
   * Hosts or origins that may be internal because the operator set them himself. Whoever may give
   * an address here can reach all of these, so files (addresses of strangers) and webhooks get
   * clients of their own, each with its own list.
   */
  allow?: readonly string[];
  /** Milliseconds to a connection; 10 s by default. */
  connectTimeoutMs?: number;
  /** Milliseconds of silence allowed within an answer; 30 s by default. */
  idleTimeoutMs?: number;
  /** Where files shared by Google Drive are downloaded from. */
  driveOrigin?: string;
  /** Name resolution in place of the system's own. */
  lookup?: typeof lookup;
};

/** HTTP for addresses that strangers give: it never enters an internal network. */
export type SafeFetch = {
  /**
   * Downloads a file; share links of Google Drive give the file behind them. Up to 5 redirects,
   * each checked like the first address. Nothing stays at `intoPath` after a failure.
   * @param intoPath a path where no file stands yet
   * @throws AppError download_failed with the field `reason` (see FetchReason); internal, if the
   *   disk doesn't take the file
   */
  download(address: string, intoPath: string, limits: DownloadLimits): Promise<Download>;
  /**
   * One request, without following redirects: a webhook. What the network does wrong comes back as
   * a result, to be recorded and tried again.
   */
  request(address: string, options: RequestOptions): Promise<RequestResult>;
  /** Waits for what is under way and closes the connections. */
  close(): Promise<void>;
};

export function createSafeFetch(options: SafeFetchOptions = {}): SafeFetch {
  const agent = createGuardedAgent({
    allow: options.allow ?? [],
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    idleTimeoutMs: options.idleTimeoutMs ?? 30_000,
    ...(options.lookup && { lookup: options.lookup }),
  });
  const driveOrigin = options.driveOrigin ?? driveDownloadOrigin;
  return {
    download: (address, intoPath, limits) =>
      downloadFile({ agent, driveOrigin }, address, intoPath, limits),
    request: (address, request) => sendRequest(agent, address, request),
    close: () => agent.close(),
  };
}
