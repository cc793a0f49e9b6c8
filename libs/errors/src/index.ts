export { AppError, errorKinds, toAppError, type ErrorKind } from './app-error.ts';
