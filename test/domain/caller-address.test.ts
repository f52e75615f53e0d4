import { describe, expect, it } from 'vitest';
import { callerAddress, UNKNOWN_ADDRESS } from '../../shared/http/caller-address.ts';
import { eventOf } from '../support/api.ts';

const addressOf = (sourceIp: string | null, viewer?: string, isFromEdge = false): string =>
  callerAddress(
    eventOf('POST', '/v1/producers', {
      sourceIp,
      ...(viewer === undefined ? {} : { headers: { 'cloudfront-viewer-address': viewer } }),
    }),
    isFromEdge,
  );

describe('the address of a caller', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
  ])('that the gateway saw, %s, is known as %s', (sourceIp, known) => {
    expect(addressOf(sourceIp)).toBe(known);
  });

  it.each([null, '', 'localhost', '192.0.2.1.5', '192.0.2.1/24', '[::1]'])(
    'that cannot be read, such as %s, is the one that all such callers share',
    (sourceIp) => {
      expect(addressOf(sourceIp)).toBe(UNKNOWN_ADDRESS);
    },
  );

  it.each([
    ['198.51.100.10:46532', '198.51.100.10'],
    ['2001:db8:1:2:3:4:5:6:46532', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9:46532', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::9]:46532', '2001:db8:1:2::/64'],
  ])('is what the edge says, %s, where the request was proved to come from there', (viewer, known) => {
    expect(addressOf('192.0.2.1', viewer, true)).toBe(known);
  });

  it('is what the gateway saw where the same header comes from anybody else', () => {
    expect(addressOf('192.0.2.1', '198.51.100.10:46532', false)).toBe('192.0.2.1');
  });

  it.each([undefined, '', 'nonsense', '198.51.100.10:46532,198.51.100.11:1'])(
    'is what the gateway saw where the edge says nothing that can be read: %s',
    (viewer) => {
      expect(addressOf('192.0.2.1', viewer, true)).toBe('192.0.2.1');
    },
  );
});
