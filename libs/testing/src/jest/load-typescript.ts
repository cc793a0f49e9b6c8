import { registerHooks } from 'node:module';
import { register } from 'tsx/esm/api';

// A test process compiles and loads a module once and shares it among its test files. With a sandbox for each file, as
// Jest's own runner has it, loading took more than half of a run.
register();

// Jest's package refuses to be imported outside of that sandbox. The runner keeps the same functions on the global object.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals'
      ? { url: new URL('globals.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});
