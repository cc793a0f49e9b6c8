import { describe, expect, it } from '@jest/globals';
import { microsoftVouches } from './microsoft-vouches.ts';

const tenant = '5d0f2d3e-1b3a-4c55-9a41-2f6f5a0c7c11';

describe('an address from Microsoft', () => {
  it.each([true, 1, '1', 'true'])('counts when its domain is verified: %p', (xms_edov) => {
    expect(microsoftVouches({ xms_edov }, 'organizations')).toBe(true);
  });

  it('counts when it is verified itself', () => {
    expect(microsoftVouches({ email_verified: true }, 'common')).toBe(true);
  });

  it.each([
    { email_verified: false },
    { email_verified: 'true' },
    { email_verified: null },
    { xms_edov: false },
    { xms_edov: 0 },
    { xms_edov: '0' },
    { email_verified: true, xms_edov: false },
    { email_verified: false, xms_edov: true },
  ])('does not count, whatever the tenant, where anything else is said: %p', (claims) => {
    expect(microsoftVouches(claims, tenant)).toBe(false);
  });

  it('counts unspoken from the one tenant that is admitted', () => {
    expect(microsoftVouches({}, tenant)).toBe(true);
    expect(microsoftVouches({}, 'contoso.com')).toBe(true);
  });

  it.each(['common', 'organizations', 'Consumers', '9188040d-6c67-4c5b-b112-36a304b66dad'])(
    'does not count unspoken where anybody may bring a tenant: %s',
    (shared) => {
      expect(microsoftVouches({}, shared)).toBe(false);
    },
  );
});
