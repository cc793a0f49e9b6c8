import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line inside a request or a job is about. */
export interface LogContext {
  requestId?: string;
  /** Of the trace that this is part of, where there is one. */
  traceId?: string;
  /** Method and path template of the request, e.g. `GET /api/v1/mobile/meetings/:meeting_id`. */
  route?: string;
  userId?: number;
  workspaceId?: string;
  meetingId?: string;
  jobId?: string;
  stage?: string;
}

// One per process by nature: the library that logs does not know which request it serves.
const storage = new AsyncLocalStorage<LogContext>();

/** Runs `fn` with these fields, on top of the ones already there, in every line logged inside it. */
export function withLogContext<T>(fields: LogContext, fn: () => T): T {
  return storage.run({ ...storage.getStore(), ...fields }, fn);
}

/** Adds what became known midway (who is calling, which route) to the innermost context, if there is one. */
export function addLogContext(fields: LogContext): void {
  const current = storage.getStore();
  if (current !== undefined) Object.assign(current, fields);
}

/** The fields in force here. */
export function logContext(): Readonly<LogContext> {
  return storage.getStore() ?? {};
}
