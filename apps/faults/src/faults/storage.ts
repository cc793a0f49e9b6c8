import { setTimeout as delay } from 'node:timers/promises';
import { forSeconds, type Fault } from '../strike.ts';

const outage = { crashes: 'none', load: 'usual' } as const;

export const storageReadOnly: Fault = {
  name: 'storage-read-only',
  promise: 'answers that arrive while the storage takes no writes are kept and not paid for again',
  ...outage,
  strike: forSeconds(25, ({ gates }) => gates.storage.set('busy to writes')),
};

export const storageAway: Fault = {
  name: 'storage-away',
  promise: 'an outage of the storage fails no meeting',
  ...outage,
  strike: forSeconds(25, ({ gates }) => gates.storage.set('busy')),
};

export const storageSlow: Fault = {
  name: 'storage-slow',
  promise: 'a storage that takes its time costs time alone',
  ...outage,
  strike: forSeconds(15, ({ gates }) => gates.storage.slow(1_000)),
};

export const storageForgetful: Fault = {
  name: 'storage-answers-lost',
  promise: 'a write whose answer was lost is done again, and nothing is left over',
  ...outage,
  strike: async ({ system: { gates } }) => {
    await delay(1_000);
    gates.storage.loseAnswers(20);
    await delay(8_000);
  },
};

export const storageCut: Fault = {
  name: 'storage-cut',
  promise:
    'a connection that breaks in the middle of a part is made again, and nothing is left over',
  ...outage,
  strike: async ({ system: { gates } }) => {
    await delay(1_000);
    gates.storage.cutBodies(20);
    await delay(8_000);
  },
};
