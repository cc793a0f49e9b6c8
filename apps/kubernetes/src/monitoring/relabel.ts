/** A rule of Prometheus' `relabel_configs`, as far as it is used here. */
export interface RelabelRule {
  source_labels?: string[];
  regex?: string;
  action?: 'keep' | 'replace';
  target_label?: string;
  replacement?: string;
}

export type Labels = Record<string, string>;

/** What Prometheus makes of a target's labels; null where it is dropped. By its defaults. */
export function relabel(target: Labels, rules: readonly RelabelRule[]): Labels | null {
  const labels = { ...target };
  for (const rule of rules) {
    const { source_labels = [], regex = '(.*)', action = 'replace', replacement = '$1' } = rule;
    const value = source_labels.map((name) => labels[name] ?? '').join(';');
    const found = new RegExp(`^(?:${regex})$`, 's').exec(value);
    if (action === 'keep') {
      if (found === null) return null;
    } else if (found !== null && rule.target_label !== undefined) {
      labels[rule.target_label] = replacement.replaceAll(
        /\$(\d)/g,
        (_, group) => found[Number(group)] ?? '',
      );
    }
  }
  return labels;
}

/** Prometheus' name for the label of a pod. */
export const labelOfPod = (name: string): string =>
  `__meta_kubernetes_pod_label_${name.replaceAll(/\W/g, '_')}`;
