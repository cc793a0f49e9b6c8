import type { Origin } from '@memo/entities';
import { logContext } from '@memo/logging';
import type { Request } from 'express';

/** Where a request comes from, for the audit log. Behind a trusted proxy that is the client's address. */
export const originOf = (req: Request): Origin => ({
  ip: req.ip ?? null,
  requestId: logContext().requestId ?? null,
});
