export { AppError, toAppError, type ErrorKind } from './app-error.ts';
