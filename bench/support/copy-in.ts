import { once } from 'node:events';
import pg from 'pg';

/** What pg calls on a query of one's own; of its connection, what a COPY needs. */
type Connection = {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sync(): void;
  stream: NodeJS.WritableStream & { writableNeedDrain: boolean };
};

/**
 * COPY … FROM STDIN, as fast as the server takes it.
 * @param statement ends in `from stdin …`
 */
export async function copyIn(
  databaseUrl: string,
  statement: string,
  chunks: AsyncIterable<Buffer>,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await new Promise<void>((resolve, reject) => {
      const feed = async (connection: Connection) => {
        for await (const chunk of chunks) {
          connection.sendCopyFromChunk(chunk);
          if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
        }
        connection.endCopyFrom();
      };
      client.query({
        submit: (connection: Connection) => connection.query(statement),
        handleCopyInResponse: (connection: Connection) => void feed(connection).catch(reject),
        handleError: reject,
        handleCommandComplete: () => {},
        handleReadyForQuery: () => resolve(),
      } as unknown as pg.QueryConfig);
    });
  } finally {
    await client.end();
  }
}
