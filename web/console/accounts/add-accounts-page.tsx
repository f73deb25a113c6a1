import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTexts } from '../../shared/language.tsx';
import { LinkButton } from '../../shared/links.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useMay } from '../session/use-session.ts';
import { AddByPhone } from './add-by-phone.tsx';
import { AddByString } from './add-by-string.tsx';
import { AddFiles } from './add-files.tsx';
import { addTexts } from './add-texts.ts';

const ways = ['files', 'string', 'phone'] as const;

export default function AddAccountsPage() {
  const t = useTexts(addTexts);
  const common = useTexts(commonTexts);
  const may = useMay();
  const navigate = useNavigate();
  const { way, phone } = useSearch({ strict: false }) as { way?: string; phone?: string };
  return (
    <Page
      title={t.title}
      subtitle={t.subtitle}
      actions={
        <LinkButton to="/accounts" variant="default">
          {t.toPool}
        </LinkButton>
      }
    >
      {may('accounts.write') ? (
        <Tabs
          value={ways.find((known) => known === way) ?? 'files'}
          onChange={(chosen) =>
            void navigate({
              to: '/accounts/add',
              search: { way: chosen === 'files' ? undefined : (chosen ?? undefined) },
              replace: true,
            })
          }
        >
          <Tabs.List aria-label={t.ways} mb="md">
            {ways.map((known) => (
              <Tabs.Tab key={known} value={known}>
                {t[known]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="files">
            <AddFiles />
          </Tabs.Panel>
          <Tabs.Panel value="string">
            <AddByString />
          </Tabs.Panel>
          <Tabs.Panel value="phone">
            <AddByPhone givenPhone={phone ?? ''} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <Empty title={common.notAllowed} />
      )}
    </Page>
  );
}
