import type { BotReply, BotTalk, BotTurn } from '../../feature.ts';
import { readOverview } from './read-overview.ts';
import { botTexts as texts } from './texts.ts';

/** How things stand today, from the workspace's bot. */
export const botTalk: BotTalk = {
  menu: [{ text: texts.menu, data: 'stats:', permission: 'messages.read' }],
  buttons: { stats: { permission: 'messages.read', run: stats } },
  commands: [{ name: 'stats', permission: 'messages.read', about: texts.aboutStats, run: stats }],
};

async function stats({ app, caller }: BotTurn): Promise<BotReply> {
  const { today, waiting, accounts, campaigns } = await readOverview(app, caller, 1);
  const { language } = caller;
  const running = campaigns?.filter(({ status }) => status === 'running') ?? [];
  return {
    html: [
      texts.today(today),
      texts.waiting(waiting.count),
      ...(accounts ? [texts.accounts(accounts)] : []),
      ...running.map(({ id, name, progress }) => texts.campaign(id, name, progress)),
    ]
      .map((text) => text[language])
      .join('\n'),
  };
}
