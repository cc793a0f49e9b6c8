import type { Logger } from './logger.ts';

const ignore = () => undefined;

/** For tests that are not about logging. */
export const silentLogger: Logger = { error: ignore, warn: ignore, info: ignore, debug: ignore };
