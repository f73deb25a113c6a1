import { basename, dirname } from 'node:path';
import pino from 'pino';
import pretty from 'pino-pretty';
import { createStream } from 'rotating-file-stream';

export type Log = pino.Logger;

export type LogOptions = {
  level: string;
  /** A file to write to besides standard output: rotated daily and at 50 MB, 14 kept, gzipped. */
  file?: string | undefined;
  /** Lines for a person instead of JSON; for a terminal. */
  pretty: boolean;
};

/** Anything under these names is a secret wherever it stands, and never reaches a log. */
const SECRET_NAMES = [
  'session',
  'sessionString',
  'session_string',
  'password',
  'passcode',
  'proxyPassword',
  'token',
  'secret',
  'apiHash',
  'authKey',
  'authorization',
  'apiKey',
];

const redactPaths = SECRET_NAMES.flatMap((n) => [n, `*.${n}`, `*.*.${n}`, `*.*.*.${n}`]);

export function createLog(options: LogOptions): Log {
  const terminal = options.pretty
    ? pretty({ translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname', sync: true })
    : pino.destination({ dest: 1, sync: true });
  const streams: pino.StreamEntry[] = [{ level: 'trace', stream: terminal }];
  if (options.file) {
    const file = createStream(basename(options.file), {
      path: dirname(options.file),
      interval: '1d',
      size: '50M',
      maxFiles: 14,
      compress: 'gzip',
    });
    streams.push({ level: 'trace', stream: file });
  }
  return pino(
    { level: options.level, redact: { paths: redactPaths, censor: '[hidden]' } },
    pino.multistream(streams),
  );
}

/** A log that writes nothing. */
export function createSilentLog(): Log {
  return pino({ level: 'silent' });
}
