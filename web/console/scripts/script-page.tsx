import { Alert, Tabs } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Page } from '../../shared/page.tsx';
import { Loaded } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { useAddress } from '../../shared/use-address.ts';
import { type Script, useScript } from '../../shared/use-script.ts';
import { useMay } from '../session/use-session.ts';
import { ArchiveButton } from './archive-button.tsx';
import { bodyOf, draftOf, hasSameStages } from './draft.ts';
import { ResultsTab } from './results-tab.tsx';
import { ScriptEditor } from './script-editor.tsx';
import { scriptsTexts } from './texts.ts';
import { useDraft } from './use-draft.ts';
import { VersionsTab } from './versions-tab.tsx';

export default function ScriptPage() {
  const t = useTexts(scriptsTexts);
  const id = Number(useParams({ strict: false }).id);
  const query = useScript(id);
  if (!query.data)
    return (
      <Page title={t.title}>
        <Loaded query={query}>{() => null}</Loaded>
      </Page>
    );
  const { script } = query.data;
  return <OpenScript key={script.id} script={script} />;
}

function OpenScript({ script }: { script: Script }) {
  const t = useTexts(scriptsTexts);
  const mayWrite = useMay()('outreach.write');
  const [address, setAddress] = useAddress();
  const tab = address['tab'] ?? 'editor';
  return (
    <Page
      title={script.name}
      subtitle={`${t.version(script.version)} · ${t.keepsOwn}`}
      actions={mayWrite && <ArchiveButton script={script} />}
    >
      {script.archived && <Alert color="gray">{t.archivedNote}</Alert>}
      <Tabs
        value={tab}
        onChange={(value) => setAddress({ tab: value === 'editor' ? undefined : (value ?? '') })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="editor">{t.editor}</Tabs.Tab>
          <Tabs.Tab value="versions">{t.versions}</Tabs.Tab>
          <Tabs.Tab value="results">{t.results}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="editor">
          <EditTab key={script.version} script={script} isReadOnly={!mayWrite} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsTab script={script} />
        </Tabs.Panel>
        <Tabs.Panel value="results">
          <ResultsTab script={script} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function EditTab({ script, isReadOnly }: { script: Script; isReadOnly: boolean }) {
  const t = useTexts(scriptsTexts);
  const common = useTexts(commonTexts);
  const saved = draftOf(script.name, script.stages);
  const { draft, change, discard, forget, isChanged } = useDraft(script.id, script.version, saved);
  const hasNewStages = !hasSameStages(draft, saved);
  const save = useAction(
    () =>
      take(
        api.PATCH('/scripts/{id}', {
          params: { path: { id: script.id } },
          body: {
            ...(draft.name.trim() !== script.name && { name: draft.name.trim() }),
            ...(hasNewStages && { stages: bodyOf(draft.stages) }),
          },
        }),
      ),
    {
      refreshes: ['scripts'],
      quiet: true,
      onDone: (answer) => {
        forget();
        notifyDone(hasNewStages ? t.savedVersion(answer.script.version) : common.saved);
      },
    },
  );
  return (
    <ScriptEditor
      draft={draft}
      onChange={change}
      isChanged={isChanged}
      onDiscard={discard}
      isReadOnly={isReadOnly}
      saveLabel={hasNewStages ? t.saveVersion(script.version + 1) : t.save}
      onSave={() => save.mutate(undefined)}
      isSaving={save.isPending}
      saveError={save.error}
    />
  );
}
