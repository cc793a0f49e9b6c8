/** The import rules of docs/architecture.md. Each one is an error; `npm run check:imports` runs them. */
const tests = '\\.test\\.ts$|/test/';
/** A second door of libs/ai: schemas, no adapters. */
const schemasOfKeptAnswers = '^libs/ai/src/answers\\.ts$';
/** A second door of libs/metrics: what a disk or a volume has left needs no Prometheus. */
const scratchRoom = '^libs/metrics/src/scratch-room\\.ts$';
/** A second door of libs/tracing: what begins it, for the main of an app. */
const startOfTracing = '^libs/tracing/src/start\\.ts$';
/** Two more of libs/entities; the rules below say who enters. */
const doorsOfEntities = '^libs/entities/src/(connections|transcripts)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Data flows one way.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'apps-never-import-apps',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'libs-are-entered-by-their-index',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: {
        path: '^libs/',
        pathNot: `^libs/$2/|/src/index\\.ts$|${schemasOfKeptAnswers}|${doorsOfEntities}|${startOfTracing}|${scratchRoom}|^libs/testing/`,
      },
    },
    {
      name: 'connections-are-made-in-composition-roots',
      comment:
        'Code that holds a DataSource reaches rows of any workspace; the rest has statements and scopes.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: `/compose\\.ts$|\\.main\\.ts$|^apps/cli/src/on-database\\.ts$|^libs/pipeline/src/connect\\.ts$|^libs/(entities|testing)/|^apps/(stack|bench|faults)/|${tests}`,
      },
      to: { path: '^libs/entities/src/connections\\.ts$' },
    },
    {
      name: 'transcripts-are-read-in-meetings',
      comment:
        'What was said leaves the database through the reader of libs/meetings. Only the stage that makes a transcript has its tables, too.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: `^libs/(entities|meetings|testing)/|^apps/bench/|/features/assemble/assemble\\.repository\\.ts$|${tests}`,
      },
      to: {
        path: '^libs/entities/src/(transcripts|meetings/(partial-)?transcript(-generation|-edit)?)\\.ts$',
      },
    },
    {
      name: 'rows-are-reached-by-statements',
      comment: 'What TypeORM makes is entered from libs/entities.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: `^libs/(entities|testing)/|^apps/(bench|faults)/|${tests}`,
      },
      to: { path: 'node_modules/typeorm/' },
    },
    {
      name: 'features-never-import-each-other',
      severity: 'error',
      from: { path: '^(apps/[^/]+/src/features)/([^/]+)/' },
      to: { path: '^$1/', pathNot: '^$1/$2/' },
    },
    {
      name: 'what-is-under-features-imports-none',
      comment: 'The layers that all features stand on know none of them.',
      severity: 'error',
      from: {
        path: '^apps/api/src/(admin|http|outbox|playback|slots|sweeper|upload)/',
        pathNot: tests,
      },
      to: { path: '^apps/api/src/features/' },
    },
    {
      name: 'access-serves-any-edge',
      comment: 'A WebSocket upgrade or a second HTTP application asks who may, too.',
      severity: 'error',
      from: { path: '^libs/access/' },
      to: { path: 'node_modules/(express|@types/express)/' },
    },
    {
      name: 'routes-and-processors-call-services',
      comment: 'A route or processor reaches the database through its service only.',
      severity: 'error',
      from: { path: '\\.(routes|processor)\\.ts$' },
      to: { path: '\\.(repository|sql)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'services-know-no-framework',
      severity: 'error',
      from: { path: '\\.service\\.ts$' },
      to: { path: 'node_modules/(express|bullmq|typeorm|@aws-sdk)/' },
    },
    {
      name: 'adapters-are-constructed-in-compose',
      comment:
        'Only compose.ts takes values from the adapter libraries; the rest takes their types.',
      severity: 'error',
      from: {
        path: '^apps/',
        pathNot: `/compose(-features)?\\.ts$|^apps/(stack|bench|faults)/|${tests}`,
      },
      to: {
        path: '^libs/(storage|audio|ai|mail)/',
        pathNot: schemasOfKeptAnswers,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'adapters-know-no-tables',
      comment:
        'What speaks to models, ffmpeg or S3 works for a meeting without knowing what one is.',
      severity: 'error',
      from: { path: '^libs/(storage|audio|ai|mail)/', pathNot: tests },
      to: { path: '^libs/(entities|pipeline)/' },
    },
    {
      name: 'outbound-imports-errors-alone',
      severity: 'error',
      from: { path: '^libs/outbound/', pathNot: tests },
      to: { path: '^(apps|libs)/', pathNot: '^libs/(outbound|errors)/' },
    },
    {
      name: 'metrics-are-known-to-composition-roots',
      comment: 'Everything else takes a callback that it may be given.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: `/(compose|count-[\\w-]+)\\.ts$|^libs/metrics/|${tests}`,
      },
      to: { path: '^libs/metrics/' },
    },
    {
      name: 'metrics-know-nothing-of-memo',
      severity: 'error',
      from: { path: '^libs/metrics/', pathNot: tests },
      to: { path: '^(apps|libs)/', pathNot: '^libs/(metrics|errors|logging)/' },
    },
    {
      name: 'prometheus-lives-in-metrics',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/metrics/' },
      to: { path: 'node_modules/@prometheus-io/client/' },
    },
    {
      name: 'bullmq-lives-in-jobs',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/jobs/' },
      to: { path: 'node_modules/bullmq/' },
    },
    {
      name: 's3-lives-in-storage',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/storage/|^apps/bench/' },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    {
      name: 'nodemailer-lives-in-mail',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/mail/' },
      to: { path: 'node_modules/nodemailer/' },
    },
    {
      name: 'errors-imports-nothing',
      severity: 'error',
      from: { path: '^libs/errors/', pathNot: tests },
      to: { pathNot: '^libs/errors/' },
    },
    {
      name: 'opentelemetry-lives-in-tracing',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/tracing/' },
      to: { path: 'node_modules/@opentelemetry/' },
    },
    {
      name: 'transcript-does-no-io',
      severity: 'error',
      from: { path: '^libs/transcript/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-product-knows-no-test-code',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: `^libs/testing/|^apps/(bench|faults|image|kubernetes)/|${tests}`,
      },
      to: { path: `^libs/testing/|${tests}` },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
