/** Environment variables by name. An empty value counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The real environment. This is the only place in the product that reads it. */
export function processEnvironment(): Environment {
  return process.env;
}
