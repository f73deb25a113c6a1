import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { internalAddress } from './fetch-errors.ts';
import { isInternalAddress } from './internal-address.ts';

/** A host, or an origin, that may be internal because the operator named it himself. */
type AllowedHost = { protocol?: string; hostname: string; port?: string };

export type GuardOptions = {
  /** Hosts (`n8n.local`), hosts with a port (`10.0.0.5:5678`) or origins (`http://10.0.0.5:5678`). */
  allow: readonly string[];
  connectTimeoutMs: number;
  /** Silence allowed between two pieces of an answer. */
  idleTimeoutMs: number;
  /** Name resolution, replaced in tests. */
  lookup?: typeof lookup;
};

/**
 * An HTTP agent that connects to addresses of the public internet only, and to what `allow` names.
 * The check is made on the very addresses that the socket then connects to, so a name that
 * resolves differently the second time (DNS rebinding) gains nothing.
 * @throws Error if an entry of `allow` is neither a host nor an origin
 */
export function createGuardedAgent(options: GuardOptions): Agent {
  const allowed = options.allow.map(parseAllowed);
  const timeout = options.connectTimeoutMs;
  const resolve = options.lookup ?? lookup;
  const connectAnywhere = buildConnector({ timeout, lookup: resolve });
  const connectOutside = buildConnector({ timeout, lookup: publicOnly(resolve) });

  return new Agent({
    connect(target, callback) {
      if (allowed.some((host) => matches(host, target))) return connectAnywhere(target, callback);
      if (isInternalHost(target.hostname)) {
        return callback(internalAddress(target.hostname), null);
      }
      connectOutside(target, callback);
    },
    headersTimeout: options.idleTimeoutMs,
    bodyTimeout: options.idleTimeoutMs,
  });
}

/**
 * What needs no look-up: a literal address, which is never looked up, and the names of localhost,
 * which are loopback by RFC 6761 whatever a resolver says.
 */
export function isInternalHost(hostname: string): boolean {
  if (isIP(hostname)) return isInternalAddress(hostname);
  return /(^|\.)localhost\.?$/i.test(hostname);
}

/** A name with even one internal address is refused whole: an honest one has none. */
function publicOnly(resolve: typeof lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '');
      const [first] = addresses;
      if (!first || addresses.some(({ address }) => isInternalAddress(address))) {
        return callback(internalAddress(hostname), '');
      }
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function parseAllowed(entry: string): AllowedHost {
  const hasScheme = entry.includes('://');
  const address = hasScheme ? entry : `http://${entry}`;
  if (!URL.canParse(address)) throw new Error(`"${entry}" is neither a host nor an origin`);
  const url = new URL(address);
  if (hasScheme) {
    return { protocol: url.protocol, hostname: url.hostname, port: portOf(url) };
  }
  const port = /:(\d+)$/.exec(entry)?.[1];
  return port ? { hostname: url.hostname, port } : { hostname: url.hostname };
}

function matches(host: AllowedHost, target: buildConnector.Options): boolean {
  const hostname = target.hostname.includes(':') ? `[${target.hostname}]` : target.hostname;
  return (
    host.hostname === hostname &&
    (host.port === undefined || host.port === portOf(target)) &&
    (host.protocol === undefined || host.protocol === target.protocol)
  );
}

function portOf({ port, protocol }: { port: string; protocol: string }): string {
  return port || (protocol === 'https:' ? '443' : '80');
}
