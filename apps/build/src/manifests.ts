/** A package.json, as far as a build changes it. */
export interface Manifest {
  engines?: Record<string, string>;
  exports?: Record<string, string>;
  imports?: Record<string, string>;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  workspaces?: string[];
  scripts?: Record<string, string>;
  devDependencies?: Record<string, string>;
  [field: string]: unknown;
}

/** Where a built package has its copy of a file that it imports as `#name`. */
export const copyOf = (name: string): string => `./assets/${name.slice(1)}`;

/** Of an app or a library: its exports lead to JavaScript, its imports to copies. */
export function packageManifest(source: Manifest): Manifest {
  const { exports, imports, ...manifest } = withoutDevelopment(source);
  return {
    ...manifest,
    ...(exports && { exports: mapValues(exports, (_, file) => file.replace(/\.ts$/, '.js')) }),
    ...(imports && { imports: mapValues(imports, copyOf) }),
  };
}

const mapValues = (
  fields: Record<string, string>,
  change: (name: string, value: string) => string,
): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(name, value)]));

/** Of the whole: only what was built belongs to it, and no older Node runs it. */
export const rootManifest = (source: Manifest, packages: string[]): Manifest => ({
  ...withoutDevelopment(source),
  workspaces: packages,
  engines: { node: '>=24' },
});

function withoutDevelopment(source: Manifest): Manifest {
  const manifest = { ...source };
  delete manifest.scripts;
  delete manifest.devDependencies;
  return manifest;
}
