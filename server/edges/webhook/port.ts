export type WebhookPost = {
  url: string;
  /** JSON text, sent as it is: the signature covers these bytes. */
  body: string;
  headers: Record<string, string>;
  /** Of the installation's own team, whose environment may name internal addresses. */
  isHome: boolean;
};

export type WebhookAnswer =
  | { ok: true; status: number }
  | { ok: false; status: number | undefined; reason: string };

/** Posts to other people's servers. Never throws: a failed post is an ordinary answer. */
export type WebhookPoster = { post(post: WebhookPost): Promise<WebhookAnswer> };
