/** What a stage has become. */
export interface Layer {
  name: string;
  /** The files that its instructions wrote, as they would lie over those of the base image. */
  files: string;
  environment: Record<string, string>;
  directory: string;
  user: string;
  entrypoint: string[];
  command: string[];
  healthcheck: string[] | null;
  labels: Record<string, string>;
  /** Debian packages that were asked for. */
  packages: string[];
}

/** What Node's image on Debian begins with. */
export const nodeImage: Omit<Layer, 'name' | 'files'> = {
  environment: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  directory: '/',
  user: 'root',
  entrypoint: [],
  command: ['node'],
  healthcheck: null,
  labels: {},
  packages: [],
};

/** The users that image has. */
export const uidOf = (user: string): number => {
  const uids: Record<string, number> = { root: 0, node: 1000 };
  const uid = uids[user];
  if (uid === undefined) throw new Error(`Node's image has no user ${user}`);
  return uid;
};
