export { AppError, toAppError, type AppErrorOptions, type ErrorKind } from './app-error.ts';
