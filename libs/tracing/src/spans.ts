import {
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
} from '@opentelemetry/api';
import { toAppError } from '@memo/errors';

export type SpanAttributes = Record<string, string | number | boolean>;

const version = '00';
const parentForm = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/;

/**
 * The span that is open here as a W3C `traceparent`: kept with what another process goes on with. Null while nothing is
 * traced.
 */
export function traceParent(): string | null {
  const open = trace.getActiveSpan()?.spanContext();
  if (open === undefined || !isSpanContextValid(open)) return null;
  const flags = open.traceFlags.toString(16).padStart(2, '0');
  return `${version}-${open.traceId}-${open.spanId}-${flags}`;
}

/** What a log line says of the trace it belongs to: nothing while nothing is traced. */
export function currentTrace(): { traceId?: string } {
  const open = trace.getActiveSpan()?.spanContext();
  return open !== undefined && isSpanContextValid(open) ? { traceId: open.traceId } : {};
}

/** Gives the span that is open here its name and what it is about, once these are known. */
export function nameSpan(name: string, attributes: SpanAttributes): void {
  trace.getActiveSpan()?.updateName(name).setAttributes(attributes);
}

export interface SpanOptions {
  /** The `traceparent` of what this goes on with. Without one it belongs to the span that is open here. */
  parent?: string | null;
  attributes?: SpanAttributes;
}

/** Runs `work` in a span of this name. Of an error the span tells kind and code; its message may quote what was said. */
export function withSpan<T>(
  name: string,
  { parent, attributes = {} }: SpanOptions,
  work: () => Promise<T>,
): Promise<T> {
  const from = typeof parent === 'string' ? contextOf(parent) : context.active();
  const tracer = trace.getTracer('memo');
  return tracer.startActiveSpan(name, { attributes }, from, async (span) => {
    try {
      return await work();
    } catch (error) {
      const { kind, code } = toAppError(error);
      span.setAttributes({ 'error.type': kind, 'memo.error_code': code });
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** What does not read as a `traceparent` begins a trace of its own. */
function contextOf(parent: string): Context {
  const [, traceId, spanId, flags] = parentForm.exec(parent) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
