import { childEnvironment } from '@memo/confine';
import { AppError } from '@memo/errors';
import { execa } from 'execa';

/** Imported by a name the compiler does not follow, so that types do not require the package either. */
const optionalPackage = 'ffmpeg-static';

/**
 * The ffmpeg to use: the configured one, else the one of the optional package `ffmpeg-static`, else the one on the PATH.
 * A configured one that does not run is an error rather than silently replaced.
 * @throws AppError `misconfigured` code `ffmpeg_missing`.
 */
export async function findFfmpeg(configuredPath: string | undefined): Promise<string> {
  if (configuredPath !== undefined) {
    if (await runs(configuredPath)) return configuredPath;
    throw missing(
      `FFMPEG_PATH is "${configuredPath}", which does not run. Set it to an ffmpeg binary, or remove it to use the installed one.`,
    );
  }
  for (const candidate of [await packagedFfmpeg(), 'ffmpeg']) {
    if (candidate !== null && (await runs(candidate))) return candidate;
  }
  throw missing(
    'ffmpeg was not found. Install it (for example "apt-get install ffmpeg") or set FFMPEG_PATH to its binary.',
  );
}

const missing = (message: string) =>
  new AppError('misconfigured', message, { code: 'ffmpeg_missing' });

/** Finding the file is not enough: a package made for another processor has one too. */
async function runs(path: string): Promise<boolean> {
  const { failed } = await execa(path, ['-version'], {
    reject: false,
    stdin: 'ignore',
    extendEnv: false,
    env: childEnvironment(),
    timeout: 10_000,
    killSignal: 'SIGKILL',
  });
  return !failed;
}

async function packagedFfmpeg(): Promise<string | null> {
  try {
    const { default: path } = (await import(optionalPackage)) as { default: unknown };
    return typeof path === 'string' ? path : null;
  } catch {
    return null;
  }
}
