/** A package.json, as far as a build changes it. */
export interface Manifest {
  engines?: Record<string, string>;
  exports?: Record<string, string>;
  workspaces?: string[];
  scripts?: Record<string, string>;
  devDependencies?: Record<string, string>;
  [field: string]: unknown;
}

/** Of an app or a library: its exports lead to JavaScript. */
export function packageManifest(source: Manifest): Manifest {
  const { exports, ...manifest } = withoutDevelopment(source);
  if (exports === undefined) return manifest;
  const built = Object.entries(exports).map(([name, file]): [string, string] => [
    name,
    file.replace(/\.ts$/, '.js'),
  ]);
  return { ...manifest, exports: Object.fromEntries(built) };
}

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
