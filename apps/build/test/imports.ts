import { glob, readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Imports of packages that the manifest of the importing package does not name, as `file: package`. */
export async function undeclaredImports(root: string): Promise<string[]> {
  const undeclared: string[] = [];
  for await (const manifestPath of glob('{apps,libs}/*/package.json', { cwd: root })) {
    const folder = dirname(manifestPath);
    const manifest = JSON.parse(await readFile(join(root, manifestPath), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    const declared = Object.keys(manifest.dependencies ?? {});
    for await (const file of glob(`${folder}/src/**/*.js`, { cwd: root })) {
      const { importedFiles } = ts.preProcessFile(await readFile(join(root, file), 'utf8'));
      const names = importedFiles.map(({ fileName }) => packageOf(fileName));
      const missing = names.filter((name) => name !== null && !declared.includes(name));
      undeclared.push(...missing.map((name) => `${file}: ${name ?? ''}`));
    }
  }
  return undeclared;
}

function packageOf(specifier: string): string | null {
  if (specifier.startsWith('.') || isBuiltin(specifier)) return null;
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? null;
}
