export { addLogContext, logContext, withLogContext, type LogContext } from './context.ts';
export { createLogger, type LogFields, type Logger, type LogLevel } from './logger.ts';
export { silentLogger } from './silent-logger.ts';
