const SEGMENTS = 10;

/** How much of something is done, in ten pieces: `▰▰▰▱▱▱▱▱▱▱`. Nothing to do is all done. */
export function progressBar(done: number, total: number): string {
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const full = Math.floor(share * SEGMENTS);
  return '▰'.repeat(full) + '▱'.repeat(SEGMENTS - full);
}
