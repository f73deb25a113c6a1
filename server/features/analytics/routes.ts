import {
  accountFiguresAnswer,
  analyticsQuery,
  answersAnswer,
  answersQuery,
  funnelAnswer,
  refusalsAnswer,
  sourceFiguresAnswer,
} from '../../../contract/analytics.ts';
import { defineRoute, type Route } from '../../feature.ts';
import { readAccounts } from './read-accounts.ts';
import { readDays, readHours } from './read-answers.ts';
import { readFunnel } from './read-funnel.ts';
import { periodView, readPeriod } from './read-period.ts';
import { readRefusals } from './read-refusals.ts';
import { readSources } from './read-sources.ts';
import { tableAnswer } from './write-table.ts';

const tag = 'Analytics';
const HOURS_OF_DAYS = 31;

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/analytics/funnel',
    permission: 'outreach.read',
    summary: 'What came of each stage and variant of scripts',
    description:
      'A reply, an agreement, a refusal and a goal that was reached count for the last message of a campaign that the person had got before, and for the day on which they came.',
    tag,
    query: analyticsQuery,
    answers: { 200: funnelAnswer },
    handle: async ({ app, caller, query }) => {
      const period = await readPeriod(app, caller, query);
      const stages = await readFunnel(app, period);
      const columns = Object.keys(funnelAnswer.shape.stages.element.shape);
      if (query.format === 'csv') return tableAnswer('funnel', columns, stages, caller.language);
      return { ...periodView(period), stages };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/analytics/answers',
    permission: 'outreach.read',
    summary: 'Messages, replies, refusals and conversions by day or by hour',
    tag,
    query: answersQuery,
    answers: { 200: answersAnswer },
    handle: async ({ app, caller, query }) => {
      const byHour = query.by === 'hour';
      const period = await readPeriod(app, caller, query, byHour ? HOURS_OF_DAYS : undefined);
      const points = byHour ? await readHours(app, period) : await readDays(app, period);
      const columns = Object.keys(answersAnswer.shape.points.element.shape);
      if (query.format === 'csv') return tableAnswer('answers', columns, points, caller.language);
      return { ...periodView(period), points };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/analytics/accounts',
    permission: 'accounts.read',
    summary: 'The health of each account',
    tag,
    query: analyticsQuery,
    answers: { 200: accountFiguresAnswer },
    handle: async ({ app, caller, query }) => {
      const period = await readPeriod(app, caller, query);
      const accounts = await readAccounts(app, period);
      const columns = Object.keys(accountFiguresAnswer.shape.accounts.element.shape);
      if (query.format === 'csv')
        return tableAnswer('accounts', columns, accounts, caller.language);
      return { ...periodView(period), accounts };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/analytics/sources',
    permission: 'outreach.read',
    summary: 'What came of the people of each source',
    tag,
    query: analyticsQuery,
    answers: { 200: sourceFiguresAnswer },
    handle: async ({ app, caller, query }) => {
      const period = await readPeriod(app, caller, query);
      const sources = await readSources(app, period, caller.language);
      const columns = Object.keys(sourceFiguresAnswer.shape.sources.element.shape);
      if (query.format === 'csv') return tableAnswer('sources', columns, sources, caller.language);
      return { ...periodView(period), sources };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/analytics/refusals',
    permission: 'outreach.read',
    summary: 'Refusals by who or what saw them',
    tag,
    query: analyticsQuery,
    answers: { 200: refusalsAnswer },
    handle: async ({ app, caller, query }) => {
      const period = await readPeriod(app, caller, query);
      const refusals = await readRefusals(app, period, caller.language);
      const columns = Object.keys(refusalsAnswer.shape.causes.element.shape);
      if (query.format === 'csv')
        return tableAnswer('refusals', columns, refusals.causes, caller.language);
      return { ...periodView(period), ...refusals };
    },
  }),
];
