import { AppError } from '@memo/errors';

/**
 * A package that only one engine needs, loaded with its first call: a process that asks another engine never loads it.
 * @throws AppError `misconfigured` when it is not installed or does not run.
 */
export async function loadPackage<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new AppError(
      'misconfigured',
      `The package ${name} could not be loaded; install Memo's packages again with npm ci.`,
      { code: 'package_missing', cause },
    );
  }
}
