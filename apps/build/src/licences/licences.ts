/** What a package says of itself in its package.json. */
export interface InstalledPackage {
  name: string;
  version: string;
  license?: unknown;
  licenses?: unknown;
}

/** Under these we may use and pass on what is installed, as long as the notices stay with it. */
const accepted: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'PSF-2.0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages whose package.json does not say it, or not alone, and why they are accepted. */
const looked: Readonly<Record<string, string>> = {
  decko: 'MIT, in its LICENSE',
  'ffmpeg-static':
    'GPL-3.0-or-later: a program that is run, optional, and not passed on with the build',
  'humanize-number': 'MIT, in its Readme.md',
  'parse-cache-control': 'BSD-3-Clause, in its LICENSE',
  pause: 'MIT, in its Readme.md',
  stickyfill: 'MIT, in its LICENSE',
  'url-template': 'BSD-3-Clause, in its LICENSE',
};

/** A sentence about each package that we may not use as far as we know. */
export function licenceProblems(packages: readonly InstalledPackage[]): string[] {
  return packages.flatMap(({ name, version, ...said }) => {
    if (name in looked) return [];
    const licence = licenceOf(said);
    if (licence !== null && isAccepted(licence)) return [];
    const what = licence === null ? 'names no licence' : `is under ${licence}`;
    return [`${name} ${version} ${what}.`];
  });
}

/** `license`, or its older forms: an object, a list of objects any of which may be chosen. */
function licenceOf({
  license,
  licenses,
}: Pick<InstalledPackage, 'license' | 'licenses'>): string | null {
  const said: unknown[] = Array.isArray(licenses) ? licenses : [license ?? licenses];
  const names = said.map((one) =>
    typeof one === 'object' && one !== null && 'type' in one ? one.type : one,
  );
  const texts = names.filter((one) => typeof one === 'string');
  return texts.length === 0 ? null : texts.join(' OR ');
}

/** SPDX expressions as they are met: of `OR` one is enough, of `AND` all are needed; parentheses hold the whole alone. */
function isAccepted(expression: string): boolean {
  const text = expression.replace(/^\((.*)\)$/, '$1');
  if (/[()]/.test(text)) return false;
  return text
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((name) => accepted.has(name.trim())));
}
