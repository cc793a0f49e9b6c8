import type { ValidRequest } from './route-row.ts';

export interface BadRequest {
  what: string;
  request: ValidRequest;
  /** What it is answered with. */
  status: number;
  /** Where a 422 says the problem is: `[place, field]`, or several of them. None where the whole is at fault. */
  at: readonly (readonly [string, string])[];
}
