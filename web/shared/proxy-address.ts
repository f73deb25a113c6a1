export type ProxyType = 'socks5' | 'http' | 'mtproto';

/** A proxy as it is typed in: what is empty is left out when it is sent. */
export type ProxyDraft = {
  type: ProxyType;
  host: string;
  port: string;
  username: string;
  password: string;
};

export const emptyProxy: ProxyDraft = {
  type: 'socks5',
  host: '',
  port: '',
  username: '',
  password: '',
};

const schemes: Readonly<Record<string, ProxyType>> = {
  socks5: 'socks5',
  socks: 'socks5',
  http: 'http',
  https: 'http',
};

/**
 * Reads a proxy as sellers write it: socks5://user:pass@host:port, host:port:user:pass,
 * user:pass@host:port, host:port, tg://proxy?server=…&port=…&secret=….
 * @returns undefined when it is none of these
 */
export function readProxyAddress(text: string): Partial<ProxyDraft> | undefined {
  const given = text.trim();
  return readLink(given) ?? readUrl(given) ?? readColons(given);
}

function readLink(given: string): Partial<ProxyDraft> | undefined {
  if (!/^(tg:\/\/(proxy|socks)|https:\/\/t\.me\/(proxy|socks))\?/.test(given)) return undefined;
  const query = new URLSearchParams(given.slice(given.indexOf('?')));
  const secret = query.get('secret');
  return {
    type: secret ? 'mtproto' : 'socks5',
    host: query.get('server') ?? '',
    port: query.get('port') ?? '',
    username: query.get('user') ?? '',
    password: secret ?? query.get('pass') ?? '',
  };
}

function readUrl(given: string): Partial<ProxyDraft> | undefined {
  const parts =
    /^(?:(?<scheme>\w+):\/\/)?(?:(?<user>[^:@/]+):(?<pass>[^@/]*)@)?(?<host>[^:@/\s]+):(?<port>\d{1,5})\/?$/.exec(
      given,
    )?.groups;
  if (!parts) return undefined;
  const type = schemes[parts['scheme']?.toLowerCase() ?? ''];
  if (parts['scheme'] && !type) return undefined;
  return {
    ...(type && { type }),
    host: parts['host'] ?? '',
    port: parts['port'] ?? '',
    ...(parts['user'] && {
      username: decode(parts['user']),
      password: decode(parts['pass'] ?? ''),
    }),
  };
}

function readColons(given: string): Partial<ProxyDraft> | undefined {
  const [host, port, username, ...rest] = given.split(':');
  if (!host || !port || !username || rest.length === 0 || !/^\d{1,5}$/.test(port)) return undefined;
  return { host, port, username, password: rest.join(':') };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The proxy as the API takes it. */
export function proxyBody({ type, host, port, username, password }: ProxyDraft) {
  return {
    type,
    host: host.trim(),
    port: Number(port),
    ...(username && { username }),
    ...(password && { password }),
  };
}

export function isProxyComplete({ host, port, type, password }: ProxyDraft): boolean {
  const n = Number(port);
  const hasAddress = host.trim() !== '' && Number.isInteger(n) && n >= 1 && n <= 65_535;
  return hasAddress && (type !== 'mtproto' || password !== '');
}
