import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

/**
 * What is compiled finds the files that lie beside its source where that is. Packages get no source maps: theirs would be
 * ten times the size of ours.
 */
export const sourcePlaces: Plugin = {
  name: 'source-places',
  setup(compiler) {
    compiler.onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path }) => {
      const placed = withPlaces(await readFile(path, 'utf8'), path);
      return {
        contents: isPackage(path) ? placed + mapOfNothing : placed,
        loader: path.endsWith('ts') ? 'ts' : 'js',
      };
    });
  },
};

const isPackage = (path: string): boolean => path.includes('/node_modules/');

const mapOfNothing = `\n//# sourceMappingURL=data:application/json;base64,${btoa(
  JSON.stringify({ version: 3, sources: [''], mappings: 'A' }),
)}`;

function withPlaces(text: string, path: string): string {
  const places: Readonly<Record<string, string>> = {
    dirname: dirname(path),
    filename: path,
    url: pathToFileURL(path).href,
  };
  const placed = text.replace(/\bimport\.meta\.(dirname|filename|url)\b/g, (whole, name: string) =>
    JSON.stringify(places[name] ?? whole),
  );
  // Where it is no variable of the module's own.
  if (!isPackage(path) || /\b(?:const|let|var)\s+__(?:dir|file)name\b/.test(text)) return placed;
  return placed.replace(/(?<![.$\w])__(dirname|filename)\b/g, (whole, name: string) =>
    JSON.stringify(places[name] ?? whole),
  );
}
