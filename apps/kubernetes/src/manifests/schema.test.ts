import { describe, expect, it } from '@jest/globals';
import { parseObjects, readBase } from './objects.ts';
import { problemsWith } from './schema.ts';

const base = await readBase();

describe('k8s/base', () => {
  it.each(base.map(({ file, object }) => [file, object.kind, object] as const))(
    '%s: a %s as its schema has it, without a field that the schema does not know',
    (_file, _kind, object) => {
      expect(problemsWith(object)).toEqual([]);
    },
  );

  it('has everything that there is a promise about', () => {
    const kinds = new Set(base.map(({ object }) => object.kind));
    expect([...kinds].sort()).toEqual([
      ...[
        'CronJob',
        'Deployment',
        'HorizontalPodAutoscaler',
        'Ingress',
        'Job',
        'Namespace',
        'NetworkPolicy',
      ],
      ...[
        'PodDisruptionBudget',
        'ScaledObject',
        'Service',
        'ServiceAccount',
        'TriggerAuthentication',
      ],
    ]);
  });
});

const deployment = (lines: string) => {
  const [object] = parseObjects(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - name: api
          image: api
${lines}`);
  if (object === undefined) throw new Error('nothing was parsed');
  return object;
};

describe('what is written wrong', () => {
  it.each([
    [
      '          readnessProbe: { httpGet: { path: /, port: 80 } }',
      'spec.template.spec.containers.0.readnessProbe is no field of a Deployment.',
    ],
    [
      '          resources: { limits: { memory: 1Gi }, request: {} }',
      'spec.template.spec.containers.0.resources.request is no field of a Deployment.',
    ],
    ['          ports: [{ containerPort: eighty }]', 'must be integer'],
    ['          env: [{ value: nameless }]', 'must have required property name'],
    [
      '      terminationGracePeriodSecond: 5',
      'spec.template.spec.terminationGracePeriodSecond is no field of a Deployment.',
    ],
  ])('is told: %s', (lines, problem) => {
    expect(problemsWith(deployment(lines))).toEqual([expect.stringContaining(problem)]);
  });

  it('is nothing where nothing is wrong', () => {
    expect(problemsWith(deployment('          stdin: false'))).toEqual([]);
  });

  it('is a kind of which nobody has a schema here', () => {
    const [object] = parseObjects('{ apiVersion: v1, kind: Deploymnet, metadata: { name: a } }');
    expect(object && problemsWith(object)).toEqual(['There is no schema for v1 Deploymnet here.']);
  });

  it('is a key that stands twice', () => {
    expect(() => parseObjects('{ kind: Job, kind: Job }')).toThrow(/unique/);
  });
});
