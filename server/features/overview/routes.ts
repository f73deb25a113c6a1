import { overviewAnswer, overviewQuery } from '../../../contract/overview.ts';
import { defineRoute, type Route } from '../../feature.ts';
import { readOverview } from './read-overview.ts';

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/overview',
    permission: 'messages.read',
    summary: 'How things stand today, and what needs a person',
    tag: 'Analytics',
    query: overviewQuery,
    answers: { 200: overviewAnswer },
    handle: ({ app, caller, query }) => readOverview(app, caller, query.days),
  }),
];
