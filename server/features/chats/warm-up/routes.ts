import { accountParams } from '../../../../contract/accounts.ts';
import {
  newWarmupChannelBody,
  warmupAnswer,
  warmupChannelAnswer,
  warmupChannelParams,
  warmupChannelsAnswer,
  warmupChannelsQuery,
} from '../../../../contract/chats.ts';
import { doneAnswer } from '../../../../contract/common.ts';
import { CustomAnswer, defineRoute, type Route } from '../../../feature.ts';
import type { WarmupChannel } from '../tables.ts';
import { texts } from '../texts.ts';
import { addChannel, listChannels, removeChannel } from './channels.ts';
import { viewWarmup } from './view-warm-up.ts';

const tag = 'Accounts';

export const warmupRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/accounts/:id/warmup',
    permission: 'accounts.read',
    summary: 'The warm-up of an account: its day, what it may send, the channels it reads',
    tag,
    params: accountParams,
    answers: { 200: warmupAnswer },
    handle: async ({ app, caller, params }) => ({
      success: true,
      warmup: await viewWarmup(app, caller.workspaceId, params.id),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/warmup/channels',
    permission: 'accounts.read',
    summary: 'The channels that warming accounts join and read',
    tag,
    query: warmupChannelsQuery,
    answers: { 200: warmupChannelsAnswer },
    handle: async ({ app, caller, query }) => {
      const channels = await listChannels(app, caller.workspaceId, query.account);
      return { success: true, channels: channels.map(viewChannel) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/warmup/channels',
    permission: 'accounts.write',
    summary: 'Put a channel on the list of all warming accounts, or of one',
    tag,
    body: newWarmupChannelBody,
    answers: { 201: warmupChannelAnswer },
    handle: async ({ app, caller, body }) => {
      const channel = await addChannel(app, caller, body.channel, body.account);
      return new CustomAnswer({
        status: 201,
        body: { success: true, channel: viewChannel(channel) },
      });
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/warmup/channels/:id',
    permission: 'accounts.write',
    summary: 'Take a channel off its list; accounts that joined it stay in it',
    tag,
    params: warmupChannelParams,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params }) => {
      await removeChannel(app, caller, params.id);
      return { success: true, message: texts.channelRemoved[caller.language] };
    },
  }),
];

function viewChannel({ id, reference, addedAt }: WarmupChannel) {
  return { id, channel: reference, added_at: addedAt.toISOString() };
}
