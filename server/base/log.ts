import { basename, dirname } from 'node:path';
import pino from 'pino';
import pretty from 'pino-pretty';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import { hideInText, hideSecrets } from './hide-secrets.ts';

export type Log = pino.Logger;

export type LogOptions = {
  level: string;
  /** A file to write to besides standard output: rotated daily and at 50 MB, 14 kept, gzipped. */
  file?: string | undefined;
  /** Lines for a person instead of JSON; for a terminal. */
  pretty: boolean;
};

/** A log that holds no secrets, whatever is handed to it. */
export function createLog(options: LogOptions): Log {
  const terminal = options.pretty
    ? pretty({ translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname', sync: true })
    : pino.destination({ dest: 1, sync: true });
  const streams: pino.StreamEntry[] = [{ level: 'trace', stream: terminal }];
  if (options.file) streams.push({ level: 'trace', stream: openLogFile(options.file) });
  return pino(
    {
      level: options.level,
      formatters: { log: hideSecrets },
      // hideSecrets has made plain objects of errors, with all that is worth reading.
      serializers: { err: (shown) => shown },
      hooks: { streamWrite: hideInText },
    },
    pino.multistream(streams),
  );
}

/** A full disk or a wrong folder costs the lines in the file, never the server. */
function openLogFile(path: string): RotatingFileStream {
  const file = createStream(basename(path), {
    path: dirname(path),
    interval: '1d',
    size: '50M',
    maxFiles: 14,
    compress: 'gzip',
  });
  file.on('error', (error) => {
    process.stderr.write(`the log cannot be written to ${path}: ${error.message}\n`);
  });
  return file;
}

/** A log that writes nothing. */
export function createSilentLog(): Log {
  return pino({ level: 'silent' });
}
