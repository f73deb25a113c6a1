import { Readable } from 'node:stream';
import { z } from 'zod';
import { doneAnswer, pageQuery } from '../../../contract/common.ts';
import {
  apiKeysAnswer,
  auditAnswer,
  auditCheckAnswer,
  auditFilter,
  auditQuery,
  globalProxyBody,
  newApiKeyAnswer,
  newApiKeyBody,
  settingsAnswer,
  settingsPatch,
} from '../../../contract/workspace.ts';
import { isTimeZone } from '../../base/days.ts';
import { AppError } from '../../base/errors.ts';
import { spellActor } from '../../base/events/record-events.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import type { App } from '../../context.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { type ApiKey, createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';
import { type AuditEntry, findBrokenAuditEntry, listAudit } from './audit.ts';
import { exportAudit } from './export-audit.ts';
import { nameActors } from './name-actors.ts';
import { changeSettings, readSettings, type Settings, setGlobalProxy } from './settings.ts';
import { texts } from './texts.ts';

const tag = 'Settings';

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/settings',
    permission: 'settings.read',
    summary: 'All settings of the workspace',
    tag,
    answers: { 200: settingsAnswer },
    handle: async ({ app, caller }) => ({
      success: true,
      settings: settingsView(app, await readSettings(app, caller.workspaceId)),
    }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/settings',
    permission: 'settings.write',
    summary: 'Change some settings',
    tag,
    body: settingsPatch,
    answers: { 200: settingsAnswer },
    handle: async ({ app, caller, body }) => {
      if (body.time_zone !== undefined && !isTimeZone(body.time_zone))
        throw new AppError('invalid_request', texts.unknownTimeZone);
      await changeSettings(app, caller, body);
      return {
        success: true,
        settings: settingsView(app, await readSettings(app, caller.workspaceId)),
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/settings/proxy',
    permission: 'settings.write',
    summary: 'Switch proxies on or off for all accounts, set the default one',
    tag,
    body: globalProxyBody,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, body }) => {
      const proxy = body.default_proxy;
      await setGlobalProxy(
        app,
        caller,
        body.enabled,
        proxy && {
          type: proxy.type,
          host: proxy.host,
          port: proxy.port,
          ...(proxy.username && { username: proxy.username }),
          ...(proxy.password && { password: proxy.password }),
        },
      );
      const message = body.enabled ? texts.proxyOn : texts.proxyOff;
      return { success: true, message: message[caller.language] };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api-keys',
    permission: 'keys.read',
    summary: 'API keys, newest first',
    tag,
    query: pageQuery,
    answers: { 200: apiKeysAnswer },
    handle: async ({ app, caller, query }) => {
      const beforeId = readCursor(query.after);
      const keys = await listApiKeys(app, caller.workspaceId, { limit: query.limit, beforeId });
      return { success: true, keys: keys.map(keyView), next: nextCursor(keys, query.limit) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api-keys',
    permission: 'keys.write',
    summary: 'Make an API key',
    tag,
    body: newApiKeyBody,
    answers: { 201: newApiKeyAnswer },
    handle: async ({ app, caller, body }) => {
      const { key, token } = await createApiKey(app, caller, body);
      return new CustomAnswer({ status: 201, body: { success: true, key: keyView(key), token } });
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api-keys/:id',
    permission: 'keys.write',
    summary: 'Revoke an API key',
    tag,
    params: z.object({ id: z.coerce.number().int() }),
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params }) => {
      await revokeApiKey(app, caller, params.id);
      return { success: true, message: texts.keyRevoked[caller.language] };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/audit',
    permission: 'audit.read',
    summary: 'Who did what, newest first',
    tag,
    query: auditQuery,
    answers: { 200: auditAnswer },
    handle: async ({ app, caller, query: { limit, after, ...filter } }) => {
      const page = { limit, beforeId: readCursor(after) };
      const entries = await listAudit(app, caller.workspaceId, filter, page);
      const nameOf = await nameActors(app, caller, entries);
      return {
        success: true,
        entries: entries.map((entry) => auditView(entry, nameOf(entry.actor))),
        next: nextCursor(entries, limit),
      };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/audit.csv',
    permission: 'audit.read',
    summary: 'The audit log as a CSV file, newest first, each entry with its hash',
    tag,
    query: auditFilter,
    answers: { 200: z.any().describe('CSV in UTF-8') },
    handle: async ({ app, caller, query }) =>
      new CustomAnswer({
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="audit.csv"',
        },
        body: Readable.from(exportAudit(app, caller, query)),
      }),
  }),
  defineRoute({
    method: 'GET',
    path: '/audit/check',
    permission: 'audit.read',
    summary: 'Whether the audit log is whole: nothing removed, nothing changed',
    tag,
    answers: { 200: auditCheckAnswer },
    handle: async ({ app, caller }) => {
      const brokenAt = await findBrokenAuditEntry(app, caller.workspaceId);
      return { success: true, is_intact: brokenAt === undefined, broken_at: brokenAt ?? null };
    },
  }),
];

function settingsView(app: App, s: Settings) {
  return {
    proxy_enabled: s.proxyEnabled,
    default_proxy_type: s.defaultProxy?.type ?? app.config.defaults.proxyType,
    default_proxy_host: s.defaultProxy?.host ?? null,
    default_proxy_port: s.defaultProxy?.port ?? null,
    default_proxy_user: s.defaultProxy?.username ?? null,
    default_proxy_pass_set: s.defaultProxy?.password !== undefined,
    api_id: app.config.telegram.apiId ?? null,
    api_hash_set: app.secrets.apiHash !== undefined,
    max_daily_active: s.maxDailyActive,
    max_daily_warming: s.maxDailyWarming,
    max_daily_messages: s.maxDailyMessages,
    max_daily_answers: s.maxDailyAnswers,
    min_message_delay: s.minMessageDelay,
    mailing_delay_min: s.mailingDelayMin,
    mailing_delay_max: s.mailingDelayMax,
    mailing_max_per_account: s.mailingMaxPerAccount,
    invite_delay: s.inviteDelay,
    cooldown_hours: s.cooldownHours,
    quiet_hours: s.quietHours ?? null,
    limited_accounts_may_answer: s.limitedAccountsMayAnswer,
    pay_support_text: s.paySupportText ?? null,
    terms_text: s.termsText ?? null,
    language: s.language,
    time_zone: s.timeZone,
  };
}

function keyView(key: ApiKey) {
  return {
    id: key.id,
    name: key.name,
    role: key.role,
    scopes: key.scopes,
    hint: `…${key.hint}`,
    created_at: key.createdAt.toISOString(),
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
  };
}

function auditView(entry: AuditEntry, actorName: string) {
  return {
    id: entry.id,
    at: entry.at.toISOString(),
    actor: spellActor(entry.actor),
    actor_name: actorName,
    address: entry.actor.address ?? null,
    action: entry.action,
    details: entry.details,
  };
}
