import { Initial1763690000000 } from './1763690000000-initial.ts';

/** In the order in which they run. */
export const migrations = [Initial1763690000000];
