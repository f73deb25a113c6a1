import { type SQL, sql } from 'drizzle-orm';
import { jsonRows } from './columns.ts';

/** So many tags one account or one person may have. */
export const MOST_TAGS = 50;

/**
 * The expression for a list of tags without some and with others: what stays keeps its order, what
 * comes stands at the end, each once.
 * @param tags the list as it is, an expression of text[]
 */
export function retagged(tags: SQL, add: readonly string[], remove: readonly string[]): SQL {
  return sql`array(
    select tag from (
      select tag, min(n) as n from (
        select tag, n from unnest(${tags}) with ordinality as known(tag, n)
        where tag not in (select jsonb_array_elements_text(${jsonRows(remove)}))
        union all
        select tag, 1000 + n
        from jsonb_array_elements_text(${jsonRows(add)}) with ordinality as given(tag, n)
      ) both_lists group by tag) tags
    order by n)`;
}
