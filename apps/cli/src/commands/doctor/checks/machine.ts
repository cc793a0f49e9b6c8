import { glob, mkdtemp, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { advice, notAsked, ok, problem, type Finding } from '../diagnose.ts';
import { reasonOf } from '../../../reason-of.ts';

/** @param find resolves to the ffmpeg that would be run. */
export async function askFfmpeg(find: () => Promise<string>): Promise<Finding[]> {
  return [ok(`ffmpeg runs: ${await find()}.`)];
}

/** A decoder may write so much for one recording. */
const leastBytes = 1.5 * 1024 ** 3;

export interface AskDisk {
  recordingsAtOnce: number;
  /** Where temporary files go. */
  directory: string;
  freeBytes: (directory: string) => Promise<number>;
}

/** Room for the temporary files of as many recordings as are worked on at once. */
export async function askDisk({
  recordingsAtOnce,
  directory,
  freeBytes,
}: AskDisk): Promise<Finding[]> {
  try {
    await rm(await mkdtemp(join(directory, 'memo-doctor-')), { recursive: true });
  } catch (error) {
    return [problem(`Nothing can be written to ${directory}: ${reasonOf(error)}. Correct TMPDIR.`)];
  }
  const free = await freeBytes(directory);
  const text = `${(free / 1024 ** 3).toFixed(1)} GB are free in ${directory} (TMPDIR).`;
  if (free < leastBytes) {
    return [problem(`${text} One long recording needs 1.5: work will wait for room.`)];
  }
  return [
    free < leastBytes * recordingsAtOnce
      ? advice(
          `${text} ${recordingsAtOnce} long recordings at once need up to ${(1.5 * recordingsAtOnce).toFixed(0)}: make room, or lower WORKER_CONCURRENCY.`,
        )
      : ok(text),
  ];
}

/** As the template of a PDF names them. */
const wanted = [
  { file: /^NotoSans(?:-Regular|\[)/, script: 'most scripts', packageName: 'fonts-noto-core' },
  {
    file: /^(?:wqy-microhei|NotoSansCJK|DroidSansFallback)/,
    script: 'Chinese, Japanese and Korean',
    packageName: 'fonts-wqy-microhei',
  },
  { file: /^NotoColorEmoji/, script: 'emoji', packageName: 'fonts-noto-color-emoji' },
];

const fontFolders = [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  join(homedir(), '.local/share/fonts'),
];

/** Fonts that PDFs are set in. */
export async function askFonts(
  platform: string = process.platform,
  folders: readonly string[] = fontFolders,
): Promise<Finding[]> {
  if (platform !== 'linux') return [notAsked('This system has fonts of its own.')];
  const names: string[] = [];
  for (const folder of folders) {
    for await (const path of glob(`${folder}/**/*.{ttf,ttc,otf}`)) names.push(basename(path));
  }
  const missing = wanted.filter(({ file }) => !names.some((name) => file.test(name)));
  if (missing.length === 0) return [ok('PDFs have fonts for all scripts and emoji.')];
  return missing.map(({ script, packageName }) =>
    advice(`PDFs have no font for ${script}. Install ${packageName}.`),
  );
}
