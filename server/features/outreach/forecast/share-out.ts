/**
 * Shares messages out as the feeder does: one after the other, each to the account that has the
 * most room then, the first of the list among equals.
 * @returns how many each gets; all of them together at most what there is room for
 */
export function shareOut(rooms: readonly number[], messages: number): number[] {
  const all = rooms.reduce((sum, room) => sum + room, 0);
  if (messages >= all) return [...rooms];
  // The lowest level to which all can be brought down.
  let low = 0;
  let high = Math.max(...rooms, 0);
  const above = (level: number) => rooms.reduce((sum, room) => sum + Math.max(0, room - level), 0);
  while (low < high) {
    const level = Math.floor((low + high) / 2);
    if (above(level) <= messages) high = level;
    else low = level + 1;
  }
  let left = messages - above(low);
  return rooms.map((room) => {
    const share = Math.max(0, room - low);
    if (left === 0 || room < low || low === 0) return share;
    left -= 1;
    return share + 1;
  });
}
