export { isNetworkCode, isUnreachableCode } from './network-codes.ts';
export {
  AppError,
  diskFull,
  errorKinds,
  toAppError,
  type AppErrorOptions,
  type Dependency,
  type ErrorKind,
} from './app-error.ts';
export { textForUsers } from './for-users.ts';
