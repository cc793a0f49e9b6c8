import { describe, expect, it } from '@jest/globals';
import { addressKey } from './client-address.ts';

describe('the key of a client address', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['203.0.113.9:5040', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
    ['[2001:db8:1:2::9]:5040', '2001:db8:1:2::'],
    ['fe80::1%eth0', 'fe80::'],
  ])('for %s is %s', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });

  it('is the same all over an IPv6 /64, and another beside it', () => {
    expect(addressKey('2001:db8::1')).toBe(addressKey('2001:db8::ffff:ffff:ffff:ffff'));
    expect(addressKey('2001:db8::1')).not.toBe(addressKey('2001:db8:0:1::1'));
  });

  it.each([undefined, '', 'me', '1.2.3.4.5', 'x'.repeat(10_000)])(
    'is one for all that are no address',
    (address) => {
      expect(addressKey(address)).toBe('unknown');
    },
  );
});
