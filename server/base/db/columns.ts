import { sql } from 'drizzle-orm';
import { bigint, customType, timestamp } from 'drizzle-orm/pg-core';

/** An id: bigint in the database, a number here (2^53 rows will do). */
export const id = (name: string) => bigint(name, { mode: 'number' });

/** An id that the database gives. */
export const identity = (name: string) =>
  bigint(name, { mode: 'number' }).generatedAlwaysAsIdentity();

/** A moment, in milliseconds' precision. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** A signed 64-bit number that needs all its bits (Telegram's hashes, random ids): decimal text. */
export const int64 = customType<{ data: string; driverData: unknown }>({
  dataType: () => 'bigint',
  fromDriver: String,
});

/** Bytes; both drivers take and give Uint8Array. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
});

/** A moment inside a hand-written query: both drivers read ISO text. */
export const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

/** Rows handed to a hand-written query as one JSON parameter. */
export const jsonRows = (rows: readonly unknown[]) => sql`${JSON.stringify(rows)}::jsonb`;
