import { registerHooks } from 'node:module';
import { register } from 'tsx/esm/api';

// As the apps run: what a test imports is compiled once for a process and shared by all its test files.
register();

// Jest's own package refuses to be imported outside of Jest's sandbox, and the runner puts the same functions on the
// global object.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals'
      ? { url: new URL('globals.js', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});
