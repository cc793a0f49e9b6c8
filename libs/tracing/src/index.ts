export { currentTrace, nameSpan, traceParent, withSpan } from './spans.ts';
