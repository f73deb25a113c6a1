import { z } from 'zod';
import { forecastAnswer, forecastQuery } from '../../../../contract/forecast.ts';
import { defineRoute, type Route } from '../../../feature.ts';
import { forecastCampaign } from './forecast-campaign.ts';

const params = z.object({ id: z.coerce.number().int().describe('The number of the campaign') });

export const forecastRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/campaigns/:id/forecast',
    permission: 'outreach.read',
    summary: 'How many messages will leave on which day from which account, and whom it leaves out',
    description:
      'Of a draft or of what is left of a campaign under way, by the same limits, warm-up, hours and distances as the real sending. Conditions of stages and texts that come out empty show in a rehearsal.',
    tag: 'Campaigns',
    params,
    query: forecastQuery,
    answers: { 200: forecastAnswer },
    handle: async ({ app, caller, params: { id }, query }) => ({
      success: true,
      forecast: await forecastCampaign(
        app,
        caller.workspaceId,
        id,
        query.reply_share,
        caller.language,
      ),
    }),
  }),
];
