/** A place in the order in which events are read: the id of the transaction, the event's id. */
export type Place = { xid: bigint; id: number };

/** Negative when `a` comes before `b`, 0 when they are the same. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.xid !== b.xid) return a.xid < b.xid ? -1 : 1;
  return a.id - b.id;
}

/** As it stands behind `id:` in the stream. */
export function placeText({ xid, id }: Place): string {
  return `${xid}-${id}`;
}

/** @returns undefined when it isn't one of ours */
export function readPlace(text: string): Place | undefined {
  const [, xid, id] = /^(\d{1,18})-(\d{1,15})$/.exec(text) ?? [];
  return xid !== undefined && id !== undefined ? { xid: BigInt(xid), id: Number(id) } : undefined;
}
