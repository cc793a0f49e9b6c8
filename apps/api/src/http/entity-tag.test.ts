import { expect, it } from '@jest/globals';
import type { Request } from 'express';
import { changedSince, requireMatch } from './entity-tag.ts';

const asking = (ifMatch?: string) => ({ get: () => ifMatch }) as unknown as Request;

it.each([undefined, 'W/"1"', '"1"', '"0", W/"1"', '*'])(
  'a change is made by who knows the version, or names none: If-Match %s',
  (ifMatch) => {
    expect(() => requireMatch(asking(ifMatch), 'W/"1"')).not.toThrow();
  },
);

it.each(['W/"0"', '"11"', 'W/"1', ''])(
  'a change of another version is refused with a sentence: If-Match %j',
  (ifMatch) => {
    expect(() => requireMatch(asking(ifMatch), 'W/"1"')).toThrow(changedSince);
  },
);
