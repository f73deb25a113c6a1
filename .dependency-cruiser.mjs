// The arrows of docs/architecture.md, checked: who may import whom. Types count like values.

/** Each feature may import those above it. The order is that of server/features.ts. */
const features = [
  'workspace',
  'sign-in',
  'jobs',
  'contacts',
  'senders',
  'accounts',
  'business',
  'chats',
  'messages',
  'bots',
  'assistant',
  'dialogs',
  'outreach',
  'subscriptions',
  'analytics',
  'overview',
  'notifications',
  'team-inbox',
  'opt-in',
  'evidence',
  'events',
  'live',
  'integrations',
];

const featureRules = features.map((name, i) => ({
  name: `${name}-looks-up-only`,
  comment: 'A feature imports only features above it; news travels the other way as an event.',
  severity: 'error',
  from: { path: `^server/features/${name}/`, pathNot: '\\.test\\.ts$' },
  to: { path: `^server/features/(${features.slice(i + 1).join('|') || 'none'})/` },
}));

const forbid = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: typeof from === 'string' ? { path: from, pathNot: '\\.test\\.ts$' } : from,
  to: typeof to === 'string' ? { path: to } : to,
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }, 'Two files that import each other are one file.'),
    forbid(
      'contract-stands-alone',
      '^contract/',
      '^(server|emulator|web|demo|rehearsal|bench|test)/',
      '',
    ),
    forbid(
      'base-knows-nobody',
      '^server/(base|config)/',
      '^server/(edges|features|roles|cli|[^/]+\\.ts$)',
      'The ground knows nothing of what stands on it.',
    ),
    forbid('base-knows-no-config', '^server/base/', '^server/config/', ''),
    forbid(
      'edges-know-no-features',
      '^server/edges/',
      '^server/(features|roles|cli|[^/]+\\.ts$)',
      'An edge speaks to the world, not to us.',
    ),
    ...['llm', 'media', 'telegram-account', 'telegram-bot', 'webhook'].map((edge) =>
      forbid(
        `${edge}-knows-no-other-edge`,
        `^server/edges/${edge}/`,
        { path: '^server/edges/', pathNot: `^server/edges/${edge}/` },
        'Edges do not know each other.',
      ),
    ),
    forbid(
      'features-see-ports-only',
      { path: '^server/(features|[^/]+\\.ts$)', pathNot: '(^server/compose\\.ts|\\.test\\.ts)$' },
      {
        path: '^server/edges/',
        pathNot: '(port|sending-port|session-source)\\.ts$',
      },
      'Features see an edge through its port alone.',
    ),
    forbid(
      'one-door',
      {
        path: '^server/',
        pathNot:
          '^server/(features/messages/|compose\\.ts|edges/telegram-account/(mtcute-accounts|send-from-account)\\.ts|edges/telegram-bot/grammy-bots\\.ts)',
      },
      '^server/edges/telegram-(account|bot)/sending-port\\.ts$',
      'Nothing reaches a person but through the gate: only messages/ may send.',
    ),
    forbid(
      'features-know-no-roles',
      '^server/features/',
      '^server/(roles|cli|compose\\.ts|features\\.ts|start\\.ts|main\\.ts)',
      '',
    ),
    forbid(
      'context-knows-no-features',
      '^server/(context|feature|held-senders)\\.ts$',
      '^server/(features|roles)/',
      '',
    ),
    ...featureRules,
    forbid(
      'the-console-speaks-http',
      '^web/',
      '^(server|emulator|demo|rehearsal|bench|test)/',
      'What runs in a browser knows the server by its contract alone.',
    ),
    forbid(
      'no-zod-in-the-console',
      '^web/',
      {
        path: '^contract/',
        pathNot: '^contract/permissions\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
      'The schemas would bring zod along: the console takes their types alone.',
    ),
    forbid('no-page-in-the-server', '^(server|contract|emulator|demo|rehearsal)/', '^web/', ''),
    forbid('shared-knows-no-room', '^web/shared/', '^web/console/', ''),
    forbid(
      'the-sandbox-is-a-stranger',
      '^emulator/',
      '^(server|contract|demo|rehearsal|bench)/',
      'A sandbox that shared our code would share our mistakes.',
    ),
    forbid(
      'the-server-knows-no-sandbox',
      '^server/',
      '^(emulator|demo|rehearsal|bench|test)/',
      'A rehearsal is a process of its own: the server knows its path and the lines they exchange.',
    ),
    forbid(
      'no-tests-in-the-product',
      '^(server|emulator|contract|demo|rehearsal)/',
      '\\.test\\.ts$',
      '',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^node_modules|^data|^web/dist)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node'],
    },
  },
};
