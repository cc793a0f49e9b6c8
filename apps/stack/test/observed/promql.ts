import { parser } from '@prometheus-io/lezer-promql';
import type { Exposed, Series } from './exposition.ts';

type Tree = ReturnType<typeof parser.parse>;
type Node = Tree['topNode'];

/** What is wrong with an expression, given what is exposed; empty where it can mean something. */
export function problemsOf(expression: string, exposed: Exposed): string[] {
  // Grafana puts a time in its place.
  const text = expression.replaceAll('$__rate_interval', '5m');
  const tree = parser.parse(text);
  const problems: string[] = [];
  tree.iterate({
    enter: ({ node, type }) => {
      if (type.isError) problems.push(`no PromQL at character ${node.from}: ${text}`);
      if (type.name === 'VectorSelector') problems.push(...selectorProblems(node, text, exposed));
      if (type.name === 'GroupingLabels') problems.push(...groupingProblems(node, text, exposed));
    },
  });
  if (metricsIn(tree.topNode, text).length === 0) problems.push(`no metric in ${text}`);
  return problems;
}

/** The metrics that an expression names. */
export function metricsOf(expression: string): string[] {
  const text = expression.replaceAll('$__rate_interval', '5m');
  return metricsIn(parser.parse(text).topNode, text);
}

const textOf = (node: Node | null, text: string): string =>
  node === null ? '' : text.slice(node.from, node.to);

function metricsIn(node: Node, text: string): string[] {
  const names: string[] = [];
  node.cursor().iterate(({ node: one, type }) => {
    if (type.name !== 'VectorSelector') return;
    names.push(textOf(one.getChild('Identifier'), text));
  });
  return names;
}

function selectorProblems(node: Node, text: string, exposed: Exposed): string[] {
  const name = textOf(node.getChild('Identifier'), text);
  const series = exposed.get(name);
  if (series === undefined) return [`no metric ${name}`];
  const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  return matchers.flatMap((matcher) => {
    const label = textOf(matcher.getChild('LabelName'), text);
    const operator = textOf(matcher.getChild('MatchOp'), text);
    const value = JSON.parse(textOf(matcher.getChild('StringLiteral'), text)) as string;
    return matcherProblems({ name, label, operator, value }, series);
  });
}

interface Matcher {
  name: string;
  label: string;
  operator: string;
  value: string;
}

function matcherProblems({ name, label, operator, value }: Matcher, series: Series): string[] {
  const values = series.get(label);
  if (values === undefined) return [`no label ${label} of ${name}`];
  // What is left out may be there at other times.
  if (operator === '!=' || operator === '!~') return [];
  // Of plain words each has to be there, or a misspelt one would go unseen among others.
  const wanted = operator === '=~' && /^[\w|]+$/.test(value) ? value.split('|') : [value];
  return wanted
    .filter((one) => ![...values].some((seen) => matches(seen, one, operator)))
    .map((one) => `no ${label} of ${name} is ${one}`);
}

const matches = (seen: string, wanted: string, operator: string): boolean =>
  operator === '=~' ? new RegExp(`^(?:${wanted})$`).test(seen) : seen === wanted;

/** A label by which things are brought together has to be on all of them. */
function groupingProblems(node: Node, text: string, exposed: Exposed): string[] {
  let whole = node.parent;
  while (whole !== null && whole.name !== 'AggregateExpr' && whole.name !== 'BinaryExpr') {
    whole = whole.parent;
  }
  if (whole === null) return [];
  const metrics = metricsIn(whole, text);
  return node.getChildren('LabelName').flatMap((one) => {
    const label = textOf(one, text);
    return metrics
      .filter((name) => exposed.get(name)?.has(label) === false)
      .map((name) => `no label ${label} of ${name}`);
  });
}
