import type { Scope } from '@memo/entities';
import type { Request, Response } from 'express';

interface Asked {
  /** What the caller sent as a proof; signing in a moment ago is one, too. */
  password: string | undefined;
  req: Request;
  res: Response;
  /** Counts the request by what it is about. */
  count: (key: string) => Promise<void>;
}

/** That the caller is the person, and not somebody who found their token. @throws AppError `forbidden`, `rate_limited`. */
export type ProveSelf = (scope: Scope, asked: Asked) => Promise<void>;
