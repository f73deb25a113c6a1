import { Tabs } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { Permission } from '../../../contract/permissions.ts';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { useMay } from '../session/use-session.ts';
import { AiSection } from './ai-section.tsx';
import { BotsSection } from './bots-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { KeysSection } from './keys-section.tsx';
import { MeSection } from './me-section.tsx';
import { ProxySection } from './proxy-section.tsx';
import { SalesSection } from './sales-section.tsx';
import { TeamSection } from './team-section.tsx';
import { settingsTexts } from './texts.ts';

const sections = [
  { key: 'general', permission: 'settings.read', Section: GeneralSection },
  { key: 'proxy', permission: 'settings.read', Section: ProxySection },
  { key: 'bots', permission: 'settings.read', Section: BotsSection },
  { key: 'sales', permission: 'settings.write', Section: SalesSection },
  { key: 'team', permission: 'operators.read', Section: TeamSection },
  { key: 'keys', permission: 'keys.read', Section: KeysSection },
  { key: 'ai', permission: 'assistant.read', Section: AiSection },
  { key: 'me', permission: undefined, Section: MeSection },
] as const satisfies readonly {
  key: string;
  permission: Permission | undefined;
  Section: () => unknown;
}[];

export default function SettingsPage() {
  const t = useTexts(settingsTexts);
  const may = useMay();
  const navigate = useNavigate();
  const { section: asked } = useParams({ strict: false });
  const allowed = sections.filter(({ permission }) => !permission || may(permission));
  const { key } = allowed.find((one) => one.key === asked) ?? allowed[0] ?? sections[7];
  return (
    <Page title={t.title}>
      <Tabs
        value={key}
        onChange={(section) =>
          void navigate({ to: '/settings/$section', params: { section: section ?? key } })
        }
        keepMounted={false}
      >
        <Tabs.List aria-label={t.sections} mb="md">
          {allowed.map((one) => (
            <Tabs.Tab key={one.key} value={one.key}>
              {t[one.key]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {allowed.map(({ key: known, Section }) => (
          <Tabs.Panel key={known} value={known}>
            <Section />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
