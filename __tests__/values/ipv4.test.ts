import { assert, integer, ipV4, property, tuple } from "fast-check";
import {
  asCidr,
  broadcast,
  broadcastNumber,
  contains,
  covers,
  firstHost,
  hostAt,
  networkAddress,
  overlaps,
  parseCidr,
  parseHostOrCidr,
  parseIpv4,
  prefixLength,
  toNumber,
  withPrefix,
} from "../../homelab/values/ipv4";
import { Rejection } from "../../homelab/values/rejection";
import { rejectionOf } from "../support/rejection";

const everything = parseCidr("0.0.0.0/0");
const anyCidr = tuple(ipV4(), integer({ min: 0, max: 32 })).map(([address, bits]) => {
  const mask = bits === 0 ? 0 : (~0 << (32 - bits)) >>> 0;
  const value = (toNumber(parseIpv4(address)) & mask) >>> 0;
  return parseCidr(`${[24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".")}/${bits}`);
});

describe("parseIpv4", () => {
  test.each(["10.0.20.10", "0.0.0.0", "255.255.255.255"])("accepts %s", (text) => {
    expect(parseIpv4(text)).toBe(text);
  });

  test.each([
    "10.0.20",
    "10.0.20.256",
    "010.0.20.1",
    "0x0a.0.20.1",
    "167772170",
    "10.0.20.10 ",
    "",
    "::1",
    "10.0.20.10.5",
  ])("refuses %j", (text) => {
    expect(() => parseIpv4(text)).toThrow(Rejection);
  });
});

describe("parseCidr", () => {
  test.each(["10.0.20.0/24", "0.0.0.0/0", "10.0.20.10/32", "10.0.20.0/31"])("accepts %s", (text) => {
    expect(parseCidr(text)).toBe(text);
  });

  test.each([
    "10.0.20.0",
    "10.0.20.0/",
    "10.0.20.0/33",
    "10.0.20.0/024",
    "10.0.20.0/24/24",
    "10.0.20/24",
    "10.0.20.0/255.255.255.0",
  ])("refuses %j", (text) => {
    expect(rejectionOf(() => parseCidr(text)).rule).toBe("cidr");
  });

  test("names the right network if host bits are set", () => {
    expect(rejectionOf(() => parseCidr("10.0.21.5/23"))).toMatchObject({
      rule: "host-bits",
      fix: "Write 10.0.20.0/23.",
    });
  });
});

test("an operator may be an address or a network", () => {
  expect(parseHostOrCidr("192.168.1.10")).toBe("192.168.1.10");
  expect(parseHostOrCidr("192.168.1.0/24")).toBe("192.168.1.0/24");
  expect(() => parseHostOrCidr("192.168.1.10/24")).toThrow("Host bits are set");
});

test("a network has a prefix length, a network address, a broadcast address and host addresses", () => {
  const database = parseCidr("10.0.20.0/24");
  expect(prefixLength(database)).toBe(24);
  expect(networkAddress(database)).toBe("10.0.20.0");
  expect(broadcast(database)).toBe("10.0.20.255");
  expect(broadcastNumber(database)).toBe(255);
  expect(firstHost(database)).toBe("10.0.20.1");
  expect(hostAt(database, 10)).toBe("10.0.20.10");
  expect(withPrefix(parseIpv4("10.0.20.10"), database)).toBe("10.0.20.10/24");
});

test("in a /31 or /32, the first host address is the first address", () => {
  expect(firstHost(parseCidr("10.0.20.4/31"))).toBe("10.0.20.4");
  expect(firstHost(parseCidr("10.0.20.4/32"))).toBe("10.0.20.4");
});

test("a number outside the network is refused", () => {
  const small = parseCidr("10.0.20.0/30");
  expect(() => hostAt(small, 4)).toThrow("have the numbers 0 to 3");
  expect(() => hostAt(small, -1)).toThrow(Rejection);
  expect(() => hostAt(small, 1.5)).toThrow(Rejection);
});

test("addresses in the high half of the address space are not negative numbers", () => {
  expect(toNumber(parseIpv4("255.255.255.255"))).toBe(2 ** 32 - 1);
  expect(hostAt(parseCidr("192.168.1.0/24"), 2)).toBe("192.168.1.2");
});

test("property: a network contains its first and last address, but not the addresses before and after them", () => {
  assert(
    property(anyCidr, (cidr) => {
      const [first, last] = [networkAddress(cidr), broadcast(cidr)];
      expect(contains(cidr, first) && contains(cidr, last)).toBe(true);
      expect(toNumber(last) - toNumber(first)).toBe(2 ** (32 - prefixLength(cidr)) - 1);
      // The address before the first and the one after the last, modulo the address space.
      const outside = [toNumber(first) - 1, toNumber(last) + 1].map((value) =>
        hostAt(everything, (value + 2 ** 32) % 2 ** 32),
      );
      expect(outside.map((ip) => contains(cidr, ip))).toEqual(prefixLength(cidr) === 0 ? [true, true] : [false, false]);
    }),
  );
});

test("property: two networks overlap if and only if their ranges of numbers do", () => {
  assert(
    property(anyCidr, anyCidr, (one, other) => {
      const range = (cidr: typeof one) => [toNumber(networkAddress(cidr)), toNumber(broadcast(cidr))] as const;
      const [[low, high], [otherLow, otherHigh]] = [range(one), range(other)];
      expect(overlaps(one, other)).toBe(low <= otherHigh && otherLow <= high);
      expect(overlaps(other, one)).toBe(overlaps(one, other));
    }),
  );
});

test("property: a network covers an entry if it has all of its addresses, and a single address is a /32", () => {
  assert(
    property(anyCidr, anyCidr, (one, other) => {
      expect(covers(one, other)).toBe(contains(one, networkAddress(other)) && contains(one, broadcast(other)));
      expect(covers(one, networkAddress(other))).toBe(contains(one, networkAddress(other)));
      expect(asCidr(other)).toBe(other);
      expect(asCidr(networkAddress(other))).toBe(`${networkAddress(other)}/32`);
    }),
  );
});
