import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInternalAddress } from './internal-address.ts';

/** [network, prefix length] of every IPv4 block that isn't the public internet. */
const internalBlocks: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
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

const toNumber = (ip: string) =>
  ip.split('.').reduce((number, part) => number * 256 + Number(part), 0);
const toDotted = (n: number) =>
  [n / 2 ** 24, n / 2 ** 16, n / 2 ** 8, n].map((part) => Math.floor(part) % 256).join('.');
const toGroups = (n: number) => `${Math.floor(n / 65536).toString(16)}:${(n % 65536).toString(16)}`;

const insideBlock = ([network, bits]: [string, number], n: number) =>
  Math.floor(n / 2 ** (32 - bits)) === Math.floor(toNumber(network) / 2 ** (32 - bits));

const internalNumber = fc
  .constantFrom(...internalBlocks)
  .chain(([network, bits]) =>
    fc.integer({ min: 0, max: 2 ** (32 - bits) - 1 }).map((host) => toNumber(network) + host),
  );

const publicNumber = fc
  .integer({ min: 0, max: 2 ** 32 - 1 })
  .filter((n) => !internalBlocks.some((block) => insideBlock(block, n)))
  .filter((n) => n !== toNumber('168.63.129.16'));

describe('an IPv4 address', () => {
  it('of any internal block is internal, however it is carried', () => {
    fc.assert(
      fc.property(internalNumber, (n) => {
        for (const form of [
          toDotted(n),
          `::ffff:${toDotted(n)}`,
          `::ffff:${toGroups(n)}`,
          `0:0:0:0:0:ffff:${toGroups(n)}`,
          `64:ff9b::${toDotted(n)}`,
          `64:ff9b::${toGroups(n)}`,
          `64:ff9b:0:0:0:0:${toGroups(n)}`,
          `64:ff9b:1::${toGroups(n)}`,
          `2002:${toGroups(n)}::1`,
          `::${toDotted(n)}`,
        ]) {
          expect([form, isInternalAddress(form)]).toEqual([form, true]);
        }
      }),
    );
  });

  it('is internal however the host of a URL spells it', () => {
    fc.assert(
      fc.property(internalNumber, (n) => {
        const [a, b, c, d] = toDotted(n).split('.').map(Number) as [number, number, number, number];
        for (const host of [
          String(n),
          `0x${n.toString(16)}`,
          `0${n.toString(8)}`,
          `0x${a.toString(16)}.${b}.0${c.toString(8)}.${d}`,
          `${a}.${b * 65536 + c * 256 + d}`,
          `${a}.${b}.${c * 256 + d}.`,
          `[::ffff:${toDotted(n)}]`,
        ]) {
          const { hostname } = new URL(`http://${host}/`);
          expect([host, isInternalAddress(hostname.replace(/^\[|\]$/g, ''))]).toEqual([host, true]);
        }
      }),
    );
  });

  it('outside those blocks is public, by itself, mapped, or behind NAT64', () => {
    fc.assert(
      fc.property(publicNumber, (n) => {
        for (const form of [
          toDotted(n),
          `::ffff:${toDotted(n)}`,
          `::ffff:${toGroups(n)}`,
          `64:ff9b::${toGroups(n)}`,
        ]) {
          expect([form, isInternalAddress(form)]).toEqual([form, false]);
        }
      }),
    );
  });
});

describe('an IPv6 address', () => {
  it.each([
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:808:808::1',
    '3fff::1',
    '5f00::1',
    '64:ff9b:1::808:808',
  ])('%s is internal', (address) => {
    expect(isInternalAddress(address)).toBe(true);
  });

  it.each(['2001:4860:4860::8888', '2606:4700::1111', '2a02:6b8::2:242', '64:ff9b::808:808'])(
    '%s is public',
    (address) => {
      expect(isInternalAddress(address)).toBe(false);
    },
  );
});

it.each(['169.254.169.254', '100.100.100.200', '192.0.0.192', '168.63.129.16'])(
  'the cloud metadata service at %s is internal',
  (address) => {
    expect(isInternalAddress(address)).toBe(true);
  },
);

it('anything but an address counts as internal', () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !/^[\d.]+$/.test(text) && !text.includes(':')),
      (text) => {
        expect(isInternalAddress(text)).toBe(true);
      },
    ),
  );
});
