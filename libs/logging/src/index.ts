export { addLogContext, logContext, withLogContext } from './context.ts';
export { createLogger, silentLogger, type Logger, type LogSettings } from './logger.ts';
export { maskSecrets } from './mask-secrets.ts';
