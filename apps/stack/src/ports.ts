import { once } from 'node:events';
import { createServer } from 'node:net';
import { AppError } from '@memo/errors';

/**
 * Makes sure that an app will get its port, before anything is started for it.
 * @param setting that names the port.
 * @throws AppError `misconfigured` naming the variable to change.
 */
export async function assertPortIsFree(
  host: string,
  port: number,
  setting: 'PORT' | 'METRICS_PORT' = 'PORT',
): Promise<void> {
  const code = await listenError(host, port);
  if (code === null) return;
  const reason: Record<string, string> = {
    EADDRINUSE: `Port ${port} is in use by another program`,
    EACCES: `Port ${port} needs more rights than this user has`,
  };
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    throw new AppError('misconfigured', `HOST is ${host}, which is no address of this machine.`);
  }
  throw new AppError(
    'misconfigured',
    `${reason[code] ?? `Port ${port} cannot be opened (${code})`}. Set ${setting} to another one, for example ${setting}=${port < 1024 ? 8000 : port + 1}.`,
  );
}

export async function isPortFree(host: string, port: number): Promise<boolean> {
  return (await listenError(host, port)) === null;
}

async function listenError(host: string, port: number): Promise<string | null> {
  const server = createServer();
  try {
    await once(server.listen(port, host), 'listening');
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  } finally {
    server.close();
  }
}
