import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { useMay } from '../session/use-session.ts';
import { bodyOf, newStage, type ScriptDraft } from './draft.ts';
import { ScriptEditor } from './script-editor.tsx';
import { scriptsTexts } from './texts.ts';
import { useDraft } from './use-draft.ts';

export default function NewScriptPage() {
  const t = useTexts(scriptsTexts);
  const common = useTexts(commonTexts);
  const mayWrite = useMay()('outreach.write');
  const navigate = useNavigate();
  const [empty] = useState<ScriptDraft>(() => ({ name: '', stages: [newStage()] }));
  const { draft, change, discard, forget, isChanged } = useDraft('new', 0, empty);
  const save = useAction(
    () =>
      take(
        api.POST('/scripts', { body: { name: draft.name.trim(), stages: bodyOf(draft.stages) } }),
      ),
    {
      refreshes: ['scripts'],
      quiet: true,
      onDone: ({ script }) => {
        forget();
        notifyDone(common.saved);
        void navigate({ to: '/scripts/$id', params: { id: String(script.id) }, replace: true });
      },
    },
  );
  return (
    <Page title={t.newScript} subtitle={t.subtitle}>
      {mayWrite ? (
        <ScriptEditor
          draft={draft}
          onChange={change}
          isChanged={isChanged}
          onDiscard={discard}
          isReadOnly={false}
          saveLabel={t.saveNew}
          onSave={() => save.mutate(undefined)}
          isSaving={save.isPending}
          saveError={save.error}
        />
      ) : (
        <Empty title={common.notAllowed} />
      )}
    </Page>
  );
}
