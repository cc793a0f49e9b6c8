import { existsSync } from 'node:fs';

/** Environment variables by name. An empty value counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The real environment. This is the only place in the product that reads it. */
export function processEnvironment(): Environment {
  return process.env;
}

/** The same, with what is not set taken from a file of settings, if it is there. */
export function environmentWithFile(path: string): Environment {
  if (existsSync(path)) process.loadEnvFile(path);
  return processEnvironment();
}

/** What programs need to be found and run, to write in somebody's language, and to reach the network. */
const ofTheSystem =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TERM|TMPDIR|LD_LIBRARY_PATH|XDG_\w+|SSL_CERT_(?:FILE|DIR)|NODE_(?:ENV|OPTIONS|EXTRA_CA_CERTS|USE_SYSTEM_CA|TLS_REJECT_UNAUTHORIZED|NO_WARNINGS|DEBUG|COMPILE_CACHE|V8_COVERAGE)|TSX_\w+|UV_\w+|(?:https?|all|no)_proxy)$/i;

/** Of an environment what any program needs, and what `wanted` names. */
export function settingsAlone(
  environment: Environment,
  wanted: (name: string) => boolean = () => false,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && (ofTheSystem.test(name) || wanted(name))) kept[name] = value;
  }
  return kept;
}
