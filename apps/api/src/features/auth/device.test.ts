import { expect, it } from '@jest/globals';
import { createDevices, type Device } from './device.ts';

const device: Device = {
  ...{ ip: null, requestId: null, client: null, isHidden: false, mark: null },
};
const account = { id: 1, tokenVersion: 0 };

it('a mark of a device is good for 90 days, for its account, and cannot be made to last longer', () => {
  let clockMs = 0;
  const devices = createDevices('a secret', () => clockMs);
  const mark = devices.mark(device, account);
  const [name, until, signature] = mark.split('.');
  const longer = `${name ?? ''}.${Number(until) + 1}.${signature ?? ''}`;
  clockMs = 89 * 86_400_000;
  expect(devices.nameOf({ ...device, mark }, account)).toBe(name);
  expect(devices.nameOf({ ...device, mark }, { ...account, id: 2 })).toBeNull();
  expect(devices.nameOf({ ...device, mark: longer }, account)).toBeNull();
  clockMs = 91 * 86_400_000;
  expect(devices.nameOf({ ...device, mark }, account)).toBeNull();
});
