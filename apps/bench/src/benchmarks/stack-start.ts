import type { Benchmark } from '../benchmark.ts';
import { median } from '../measure/statistics.ts';
import { emptyDataDirectory, startStack } from '../memo/started-stack.ts';

const rounds = 5;

/** Whoever works with the system waits for it many times a day. */
export const stackStart: Benchmark = {
  name: 'stack-start',
  async run({ resources, say }) {
    const directory = await emptyDataDirectory(resources);
    const readyMs: number[] = [];
    // The first one makes the data directory, and compiles what has changed.
    for (let round = 0; round <= rounds; round += 1) {
      await using stack = await startStack(directory);
      say(`${round === 0 ? 'the first start' : 'a further one'}: ${stack.readyMs.toFixed(0)} ms`);
      if (round > 0) readyMs.push(stack.readyMs);
    }
    const value = median(readyMs) / 1000;
    return [{ name: 'npm start to ready, all installed', value, unit: 's', atMost: 3 }];
  },
};
