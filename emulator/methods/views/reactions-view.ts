import type { tl } from '@mtcute/core';

/** The reactions under a message, the most used first. */
export function reactionsView(
  reactions: ReadonlyMap<number, readonly string[]>,
  viewerId: number,
): tl.RawMessageReactions {
  const counts = new Map<string, number>();
  for (const emoji of [...reactions.values()].flat()) {
    counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  }
  const own = reactions.get(viewerId) ?? [];
  const results = [...counts].map(([emoticon, count]): tl.RawReactionCount => {
    const place = own.indexOf(emoticon);
    const reaction = { _: 'reactionEmoji', emoticon } as const;
    return { _: 'reactionCount', reaction, count, chosenOrder: place < 0 ? undefined : place };
  });
  return { _: 'messageReactions', results: results.sort((a, b) => b.count - a.count) };
}
