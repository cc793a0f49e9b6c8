export { addLogContext, logContext, withLogContext } from './context.ts';
export { createLogger, type Logger, type LogSettings } from './logger.ts';
export { silentLogger } from './silent-logger.ts';
