/** No connection came about: nobody has heard what was to be said. */
const unreachable = ['ECONNREFUSED', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND'];

/** One that stood broke off, or fell silent. */
const broken = ['ECONNABORTED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'];

const unreachableCodes: ReadonlySet<unknown> = new Set(unreachable);
const networkCodes: ReadonlySet<unknown> = new Set([...unreachable, ...broken]);

/** Whether a code of Node's says that a server could not be reached at all. */
export const isUnreachableCode = (code: unknown): boolean => unreachableCodes.has(code);

/** Whether it says that the network failed, before or after a connection stood. */
export const isNetworkCode = (code: unknown): boolean => networkCodes.has(code);
