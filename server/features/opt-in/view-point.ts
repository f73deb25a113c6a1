import { eq, inArray } from 'drizzle-orm';
import type { z } from 'zod';
import type { pointView } from '../../../contract/opt-in.ts';
import type { Language, Text } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { accountKey } from '../accounts/account.ts';
import { accounts } from '../accounts/tables.ts';
import { sources } from '../contacts/tables.ts';
import { senders } from '../senders/tables.ts';
import { chatLink, firstWords } from './point.ts';
import type { Point } from './tables.ts';
import { texts } from './texts.ts';

export type PointView = z.output<typeof pointView>;

/** Where a link leads, or why it leads nowhere. */
export type ChatLink = { key: string | null; link: string | null; problem: Text | null };

/**
 * Points as the API shows them.
 * @param base the address under which people reach the server, without a slash at its end
 */
export async function viewPoints(
  app: App,
  points: readonly Point[],
  language: Language,
  base: string,
): Promise<PointView[]> {
  if (points.length === 0) return [];
  const links = await chatLinks(app, points);
  const sourceIds = [...new Set(points.map((p) => p.sourceId))];
  const named = await app.db
    .select({ id: sources.id, name: sources.name })
    .from(sources)
    .where(inArray(sources.id, sourceIds));
  const names = new Map(named.map((s) => [s.id, s.name]));
  return points.map((p) => {
    const chat = links.get(p.id);
    const address = p.kind === 'form' ? formUrl(base, p) : null;
    return {
      id: p.id,
      kind: p.kind,
      status: p.status,
      source: names.get(p.sourceId) ?? '',
      title: p.title,
      language: p.language,
      agreement: p.agreement,
      agreement_version: p.agreementVersion,
      words: p.words,
      code: `#${p.code}`,
      first_words: firstWords(p),
      account_id: chat?.key ?? null,
      link: chat?.link ?? null,
      form_url: address,
      snippet:
        address && p.allowedOrigins.length > 0
          ? `<script async src="${address}/snippet.js"></script>`
          : null,
      problem: chat?.problem?.[language] ?? null,
      fields: p.fields,
      success_text: p.successText,
      allowed_origins: p.allowedOrigins,
      acts: p.acts,
      people: p.people,
      last_act_at: p.lastActAt?.toISOString() ?? null,
      created_at: p.createdAt.toISOString(),
      updated_at: p.updatedAt.toISOString(),
    };
  });
}

/** Where the hosted form of a point stands. */
export function formUrl(base: string, { key }: Pick<Point, 'key'>): string {
  return `${base}/f/${key}`;
}

/** The links of points to their accounts, by the point's id. Usernames change: each is as of now. */
export async function chatLinks(
  app: App,
  points: readonly Point[],
): Promise<Map<number, ChatLink>> {
  const ids = [...new Set(points.flatMap((p) => (p.accountId === null ? [] : [p.accountId])))];
  if (ids.length === 0) return new Map();
  const rows = await app.db
    .select({
      id: accounts.id,
      number: accounts.number,
      username: accounts.username,
      removedAt: senders.removedAt,
    })
    .from(accounts)
    .innerJoin(senders, eq(senders.id, accounts.id))
    .where(inArray(accounts.id, ids));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    points.flatMap((point) => {
      const account = byId.get(point.accountId ?? 0);
      if (!account) return [];
      const key = accountKey(account.number);
      if (account.removedAt)
        return [[point.id, { key, ...leadsNowhere(texts.accountRemoved(key)) }]];
      if (!account.username)
        return [[point.id, { key, ...leadsNowhere(texts.accountHasNoUsername(key)) }]];
      return [[point.id, { key, link: chatLink(account.username, point), problem: null }]];
    }),
  );
}

function leadsNowhere(problem: Text): Pick<ChatLink, 'link' | 'problem'> {
  return { link: null, problem };
}
