import { registerHooks } from 'node:module';
import { register } from 'tsx/esm/api';

// A test process compiles and loads a module once and shares it among its test files. Jest's own runner has a sandbox for
// each file and loads everything anew in it: about a quarter of a run's processor time.
register();

// Jest's package refuses to be imported outside of that sandbox. The runner keeps the same functions on the global object.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals'
      ? { url: new URL('globals.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});
