import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** A service of a Compose file, as far as it is looked at here. */
export interface Service {
  image?: string;
  build?: { context: string; target: string };
  profiles?: string[];
  entrypoint?: string[];
  command?: string[];
  environment?: Record<string, string | null>;
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  cap_add?: string[];
  security_opt?: string[];
  privileged?: boolean;
  restart?: string;
  ports?: string[];
  volumes?: string[];
  tmpfs?: string[];
  networks?: string[];
  network_mode?: string;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  deploy?: { resources: { limits: { cpus?: string; memory?: string; pids?: number } } };
}

export interface ComposeFile {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean } | null>;
  volumes: Record<string, null>;
}

export const parseCompose = (text: string): ComposeFile =>
  parse(text, { merge: true }) as ComposeFile;

export const readCompose = async (path: string): Promise<ComposeFile> =>
  parseCompose(await readFile(path, 'utf8'));
