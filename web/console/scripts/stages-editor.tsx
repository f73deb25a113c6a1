import { Button, Stack, VisuallyHidden } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { offerUndo } from '../../shared/notify.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { inserted, moved, newStage, type StageDraft } from './draft.ts';
import { StageCard } from './stage-card.tsx';
import { scriptsTexts } from './texts.ts';
import type { Problem } from './use-scripts.ts';

const MOST_STAGES = 50;

type StagesEditorProps = {
  stages: readonly StageDraft[];
  problems: readonly Problem[];
  isReadOnly: boolean;
  onChange: (change: (stages: readonly StageDraft[]) => StageDraft[]) => void;
};

/** The stages in their order: written, added, moved, taken out and back. */
export function StagesEditor({ stages, problems, isReadOnly, onChange }: StagesEditorProps) {
  const t = useTexts(scriptsTexts);
  const common = useTexts(commonTexts);
  const list = useRef<HTMLDivElement>(null);
  // Where the focus belongs after stages have changed their places.
  const [wanted, setWanted] = useState<{ number: number; selector: string }>();
  useEffect(() => {
    if (!wanted) return;
    const place = `[data-stage="${wanted.number}"] ${wanted.selector}`;
    list.current?.querySelector<HTMLElement>(place)?.focus();
  }, [wanted]);

  const move = (place: number, step: -1 | 1) => {
    onChange((before) => moved(before, place, place + step));
    setWanted({
      number: place + step + 1,
      selector: `[data-move="${step === 1 ? 'down' : 'up'}"]`,
    });
  };
  const remove = (place: number, stage: StageDraft) => {
    onChange((before) => before.filter(({ key }) => key !== stage.key));
    offerUndo(t.stageRemoved(place + 1), common.undo, () =>
      onChange((before) => inserted(before, place, stage)),
    );
  };
  const add = () => {
    onChange((before) => [...before, newStage()]);
    setWanted({ number: stages.length + 1, selector: 'textarea' });
  };

  return (
    <Stack gap="sm" ref={list}>
      {stages.map((stage, place) => (
        <StageCard
          key={stage.key}
          stage={stage}
          number={place + 1}
          of={stages.length}
          isReadOnly={isReadOnly}
          problems={problems.filter((problem) => problem.stage === place + 1)}
          onChange={(change) =>
            onChange((before) =>
              before.map((other) => (other.key === stage.key ? change(other) : other)),
            )
          }
          onMove={(step) => move(place, step)}
          onRemove={() => remove(place, stage)}
        />
      ))}
      {!isReadOnly && stages.length < MOST_STAGES && (
        <Button variant="light" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
          {t.addStage}
        </Button>
      )}
      <VisuallyHidden role="status">{wanted && t.movedTo(wanted.number)}</VisuallyHidden>
    </Stack>
  );
}
