import { isIP } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** Represents all unreadable addresses, which share one limit. */
export const UNKNOWN_ADDRESS = 'unknown';

/** The eight groups of an IPv6 address. */
const groupsOf = (address: string): string[] => {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [left, right] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':'))) as [string[], string[]];
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
};

/** An IPv4 address, or the first 64 bits of an IPv6 address, which belong to one household or office. */
const networkOf = (text: string): string | undefined => {
  const address = text.trim().replace(/%.*$/, '');
  const version = isIP(address);
  if (version !== 6) return version === 4 ? address : undefined;
  const groups = groupsOf(address);
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return `${groups.slice(0, 4).join(':')}::/64`;
  return groups
    .slice(6)
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
    .join('.');
};

/**
 * The network of a call for rate limits: an IPv4 address, a /64 of IPv6, or `UNKNOWN_ADDRESS`. Behind the edge,
 * `onlyThroughEdge` has replaced the edge's address by the viewer's.
 */
export const callerAddress = (event: APIGatewayProxyEventV2): string =>
  networkOf(event.requestContext.http.sourceIp ?? '') ?? UNKNOWN_ADDRESS;
