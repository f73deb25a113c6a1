/** How often each method was called, by account; 0 stands for calls before sign-in. */
export type CallCounts = {
  note(method: string, userId: number): void;
  list(): { method: string; userId: number; count: number }[];
  reset(): void;
};

export function createCallCounts(): CallCounts {
  const counts = new Map<string, Map<number, number>>();
  return {
    note(method, userId) {
      let byUser = counts.get(method);
      if (!byUser) {
        byUser = new Map();
        counts.set(method, byUser);
      }
      byUser.set(userId, (byUser.get(userId) ?? 0) + 1);
    },
    list: () =>
      [...counts].flatMap(([method, byUser]) =>
        [...byUser].map(([userId, count]) => ({ method, userId, count })),
      ),
    reset: () => counts.clear(),
  };
}
