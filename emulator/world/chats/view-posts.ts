import type { Message } from '../messages/message.ts';

/** Counts somebody among the viewers of posts; again changes nothing. */
export function viewPosts(viewerId: number, posts: readonly (Message | undefined)[]): void {
  for (const post of posts) {
    if (!post) continue;
    post.viewers ??= new Set();
    post.viewers.add(viewerId);
  }
}

/** How many saw a post, its author among them. */
export function viewsOf({ viewers, fromId }: Message): number {
  const others = viewers ? viewers.size - (viewers.has(fromId) ? 1 : 0) : 0;
  return 1 + others;
}
