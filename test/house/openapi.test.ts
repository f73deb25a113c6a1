import { afterAll, beforeAll, expect, test } from 'vitest';
import { features } from '../../server/features.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

type Operation = {
  summary?: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, { description: string; content?: Record<string, unknown> }>;
};
type Document = {
  openapi: string;
  info: { title: string; version: string };
  security: Record<string, string[]>[];
  components: { securitySchemes: Record<string, { type: string; scheme: string }> };
  paths: Record<string, Record<string, Operation>>;
};

let server: TestServer;
let document: Document;

beforeAll(async () => {
  server = await startTestServer();
  document = (await server.api.get('/openapi.json')).body;
});
afterAll(() => server?.stop());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, operation]) => ({
      name: `${verb.toUpperCase()} ${path}`,
      operation,
    })),
  );

test('the document is OpenAPI 3.1 and says how to sign in', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(document.info).toMatchObject({ title: 'Vestnik' });
  expect(document.components.securitySchemes['key']).toMatchObject({
    type: 'http',
    scheme: 'bearer',
  });
  expect(document.components.securitySchemes['session']).toMatchObject({
    type: 'apiKey',
    in: 'cookie',
  });
  expect(document.security).toEqual([{ key: [] }, { session: [] }]);
});

test('every route of the product is described', () => {
  const routes = features
    .flatMap((f) => f.routes ?? [])
    .map((r) => `${r.method} ${r.path.replace(/:(\w+)/g, '{$1}')}`);
  const open = ['GET /healthz', 'GET /readyz', 'GET /metrics'];
  expect(
    operations()
      .map(({ name }) => name)
      .sort(),
  ).toEqual([...routes, ...open].sort());
});

test('every route has a summary of its own, a group, answers and who may call it', () => {
  for (const { name, operation } of operations()) {
    expect(operation.summary, name).toMatch(/\w{2,}/);
    expect(operation.tags, name).toHaveLength(1);
    const statuses = Object.keys(operation.responses);
    expect(
      statuses.some((s) => s.startsWith('2')),
      name,
    ).toBe(true);
    expect(statuses, name).toEqual(expect.arrayContaining(['4XX', '5XX']));
    const isOpen =
      /\/(healthz|readyz|metrics)$|^\w+ \/f\/|^POST \/bots\/\{id\}\/updates$/.test(name) ||
      /^(GET|POST) \/session($|\/(set-up|link|invitation))/.test(name);
    const isOwn = !isOpen && / \/session($|\/)|\/read$/.test(name);
    expect(operation.security ?? document.security, name).toEqual(
      isOpen ? [] : isOwn ? [{ session: [] }] : [{ key: [] }, { session: [] }],
    );
  }
  const summaries = operations().map(({ operation }) => operation.summary);
  expect(new Set(summaries).size).toBe(summaries.length);
});

test('every part of a path is a described parameter', () => {
  for (const { name, operation } of operations()) {
    const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, part]) => part);
    const described = (operation.parameters ?? []).filter((p) => p.in === 'path');
    expect(
      described.map((p) => p.name),
      name,
    ).toEqual(inPath);
  }
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
  for (const [, path = ''] of references) {
    const target = path
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
    expect(target, path).toBeDefined();
  }
});

test('an error answer is described as it is given', () => {
  for (const { name, operation } of operations()) {
    const described = JSON.stringify(operation.responses['4XX']);
    for (const field of ['success', 'error', 'message']) expect(described, name).toContain(field);
  }
});

test('the docs can be read in a browser', async () => {
  const page = await server.api.as(undefined).raw('/docs');
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(await page.text()).toContain('swagger');
});
