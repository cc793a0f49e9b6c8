import { processEnvironment } from '@memo/config';

/** Only what programs need to be found and run: a developer's own settings must not change what is measured. */
export function plainEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG'];
  const environment = processEnvironment();
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
