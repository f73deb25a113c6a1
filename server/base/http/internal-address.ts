import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * IPv4 blocks that don't lead to the public internet: the IANA special-purpose registry
 * (RFC 6890 and its updates), multicast and the reserved class E. Cloud metadata services at
 * 169.254.169.254, 100.100.100.200 and 192.0.0.192 fall in these blocks; Azure's wire server
 * 168.63.129.16 looks public and is named by itself.
 */
const internalIPv4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * Blocks inside global unicast 2000::/3 that aren't the public internet: IETF protocol assignments
 * with Teredo and ORCHID, documentation, and 6to4, which can carry any IPv4 address inside and has
 * been out of use since RFC 7526.
 */
const internalIPv6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const blocked = new BlockList();
for (const [network, bits] of internalIPv4) blocked.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of internalIPv6) blocked.addSubnet(network, bits, 'ipv6');

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** IPv4 carried in the last 32 bits: IPv4-mapped (RFC 4291) and NAT64's own prefix (RFC 6052). */
const carriers = new BlockList();
carriers.addSubnet('::ffff:0:0', 96, 'ipv6');
carriers.addSubnet('64:ff9b::', 96, 'ipv6');

/**
 * Whether an IP address leads anywhere but the public internet. An IPv6 address that carries an
 * IPv4 one is judged by the address inside. What isn't an address at all, or has a zone id, counts
 * as internal, so that a doubt never opens a door.
 */
export function isInternalAddress(address: string): boolean {
  if (isIPv4(address)) return blocked.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return true;
  if (carriers.check(address, 'ipv6')) return isInternalAddress(lastFourBytes(address));
  return !globalUnicast.check(address, 'ipv6') || blocked.check(address, 'ipv6');
}

function lastFourBytes(address: string): string {
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1);
  // The URL parser writes every IPv6 address in its canonical form, so the last two groups are
  // either both there or, where zeros were folded into '::', missing.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const afterFold = canonical.slice(canonical.lastIndexOf('::') + 2);
  const groups = canonical.endsWith('::') ? [] : afterFold.split(':');
  const low = Number.parseInt(groups.at(-1) ?? '0', 16);
  const high = groups.length > 1 ? Number.parseInt(groups.at(-2) ?? '0', 16) : 0;
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}
