/** Lays things out in rows of so many: buttons under a message. */
export function inRows<T>(things: readonly T[], perRow: number): T[][] {
  return Array.from({ length: Math.ceil(things.length / perRow) }, (_, row) =>
    things.slice(row * perRow, (row + 1) * perRow),
  );
}
