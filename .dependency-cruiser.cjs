const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    only('platform-stands-alone', 'The platform knows nothing of what is built on it.', '^shared/platform/', [
      '^shared/platform/',
      '^(node:)?\\w+$',
      'node_modules/',
    ]),
    only(
      'domain-is-pure',
      'Rules are pure: the platform, schemas, formats and calendars, and no input or output.',
      '^shared/domain/',
      ['^shared/(platform|domain)/', 'node_modules/(zod|ical-generator|@nghiavuive/lunar_date_vi)/'],
    ),
    only('data-stores-the-domain', 'Storage knows the domain, and nothing that calls it.', '^shared/data/', [
      '^shared/(platform|domain|data)/',
      '^[\\w/]+$',
      'node_modules/',
    ]),
    only('services-know-no-transport', 'A verb does not know by which way it was called.', '^shared/services/', [
      '^shared/(platform|domain|data|services)/',
      '^[\\w/]+$',
      'node_modules/',
    ]),
    only(
      'http-serves-services',
      'What routes share stands on everything shared, and on no function.',
      '^shared/http/',
      ['^shared/', '^[\\w/]+$', 'node_modules/'],
    ),
    only('functions-stand-on-shared', 'What is deployed never imports what deploys it.', '^functions/', [
      '^(shared|functions)/',
      '^[\\w/]+$',
      'node_modules/',
    ]),
    {
      name: 'functions-are-separate',
      comment: 'Each function is bundled with its own rights and weight.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/[^/]+/', pathNot: '^functions/$1/' },
    },
    {
      name: 'dynamodb-only-in-data',
      comment: 'One folder knows how things are stored.',
      severity: 'error',
      from: { pathNot: ['^shared/data/', '^infra/local/test/', '^test/'] },
      to: { path: 'node_modules/@aws-sdk/(client-dynamodb|lib-dynamodb|util-dynamodb)/' },
    },
    {
      name: 's3-only-in-data',
      comment: 'One folder knows how files are stored.',
      severity: 'error',
      from: { pathNot: ['^shared/data/objects/', '^infra/local/test/', '^test/'] },
      to: { path: 'node_modules/@aws-sdk/client-s3/' },
    },
    {
      name: 'keys-only-in-data',
      comment: 'Stores hold the keys; rights of functions are derived from them.',
      severity: 'error',
      from: { pathNot: ['^shared/data/', '^infra/constructs/partition-rights\\.ts$', '^test/'] },
      to: { path: '^shared/data/table/(keys|rows)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'hono-only-in-http',
      comment: 'The router stays behind what all routes share.',
      severity: 'error',
      from: { pathNot: ['^shared/http/', '^functions/', '^test/'] },
      to: { path: 'node_modules/hono/' },
    },
    {
      name: 'infra-only-from-outside',
      comment: 'Nothing that is deployed depends on how.',
      severity: 'error',
      from: { pathNot: ['^infra/', '^test/'] },
      to: { path: '^infra/' },
    },
    {
      name: 'local-aws-stands-alone',
      comment: 'The package that serves a template knows nothing of the application in it.',
      severity: 'error',
      from: { path: '^infra/local/' },
      to: { path: '^(infra|functions|shared|test)/', pathNot: '^infra/local/' },
    },
    {
      name: 'local-aws-only-from-start',
      comment: 'A command works on any system; only the start, its tokens and tests know the one on this machine.',
      severity: 'error',
      from: {
        pathNot: ['^infra/local/', '^infra/commands/(start|start-program|dev|reload-on-save|token)\\.ts$', '^test/'],
      },
      to: { path: '^infra/local/' },
    },
    {
      name: 'tests-only-from-tests',
      comment: 'Nothing depends on its tests.',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-circles',
      comment: 'Modules that need each other when they load are one module.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'unit-tests-start-nothing',
      comment: 'What `npm run test:unit` runs takes seconds: it starts no engine, no system and no browser.',
      severity: 'error',
      from: { path: '^test/(domain/|property/rate-limiter|data/signature|infra/breaking-changes)' },
      to: { path: '^(test/support/(api|engine|started-system)|infra/local/)' },
    },
    {
      name: 'no-unresolved',
      comment: 'An import that leads nowhere. The program of a client imports the types that its test generates.',
      severity: 'error',
      from: { pathNot: '^test/contract/client/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-packages-in-functions',
      comment: 'What is bundled is a dependency; types are gone when it runs.',
      severity: 'error',
      from: { path: '^(functions|shared)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
