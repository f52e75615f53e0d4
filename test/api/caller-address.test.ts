import { describe, expect, it } from 'vitest';
import { callerAddress, UNKNOWN_ADDRESS } from '#shared/http/caller-address.ts';
import { eventOf } from '#test/support/api.ts';

const addressOf = (sourceIp: string | null): string => callerAddress(eventOf('POST', '/v1/producers', { sourceIp }));

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
});
