import { ConfigMap, type IContainer } from 'kubernetes-models/v1';
import type { KubernetesObject } from './objects.ts';

export interface SecretKey {
  secret: string;
  key: string;
  optional: boolean;
}

/** What a container finds in its environment. */
export interface ContainerSettings {
  /** By name, as they are written. */
  plain: Record<string, string>;
  secrets: Record<string, SecretKey>;
}

/** What stands in a secret, as far as a setting has a form. */
export const sampleAddresses = {
  DATABASE_URL: 'postgres://memo_app:password@postgres:5432/memo',
  DATABASE_OWNER_URL: 'postgres://memo_owner:password@postgres:5432/memo',
  DATABASE_READ_URL: 'postgres://memo_app:password@replica:5432/memo',
  REDIS_URL: 'redis://redis:6379',
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20token',
  SMTP_URL: 'smtps://memo:password@smtp:465',
  MAIL_FROM: 'Memo <memo@example.com>',
} satisfies Record<string, string>;

/** A value for a setting that stands in a secret. */
export const sampleOf = (name: string): string =>
  (sampleAddresses as Readonly<Record<string, string>>)[name] ?? 'x'.repeat(32);

/** The settings in each ConfigMap, by its name. */
export type ConfigMaps = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const configMapsIn = (objects: readonly KubernetesObject[]): ConfigMaps =>
  Object.fromEntries(
    objects.flatMap((object) =>
      ConfigMap.is(object) ? [[(object as KubernetesObject).metadata.name, object.data ?? {}]] : [],
    ),
  );

/** @throws when it names a ConfigMap that is not there, or takes a value in a way that is not known here. */
export function settingsOf(
  { name, env = [], envFrom = [] }: IContainer,
  configMaps: ConfigMaps,
): ContainerSettings {
  const plain: Record<string, string> = {};
  const secrets: Record<string, SecretKey> = {};
  for (const { configMapRef } of envFrom) {
    const found = configMaps[configMapRef?.name ?? ''];
    if (found === undefined) throw new Error(`${name} takes settings from nowhere.`);
    Object.assign(plain, found);
  }
  for (const { name: variable, value, valueFrom } of env) {
    const ref = valueFrom?.secretKeyRef;
    if (value !== undefined) plain[variable] = value;
    else if (ref === undefined) throw new Error(`${name} has no value for ${variable}.`);
    else
      secrets[variable] = { secret: ref.name ?? '', key: ref.key, optional: ref.optional === true };
  }
  return { plain, secrets };
}
