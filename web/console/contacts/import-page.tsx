import { Alert, Button, Loader, Stepper, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Failure } from '../../shared/states.tsx';
import { useAddress } from '../../shared/use-address.ts';
import { useMay } from '../session/use-session.ts';
import { FileDrop } from './file-drop.tsx';
import { ColumnsStep } from './import/columns-step.tsx';
import { type FileOptions, previewFile } from './import/preview.ts';
import { RunStep } from './import/run-step.tsx';
import { noTerms, optionsOf, type Terms, TermsStep } from './import/terms-step.tsx';
import { importTexts } from './import/texts.ts';
import { contactsTexts } from './texts.ts';

const steps = ['file', 'columns', 'terms', 'run'] as const;
type Step = (typeof steps)[number];

/** Each choice of a file is read anew, even when its name is the same. */
type Chosen = { file: File; number: number };

export default function ImportPage() {
  const t = useTexts(importTexts);
  const room = useTexts(contactsTexts);
  const may = useMay();
  const [address, change] = useAddress();
  const job = Number(address['job']) || undefined;
  const [chosen, setChosen] = useState<Chosen>();
  const [options, setOptions] = useState<FileOptions>({});
  const [terms, setTerms] = useState<Terms>(noTerms);
  const [wanted, setStep] = useState<Step>('file');
  const preview = useQuery({
    queryKey: ['import-preview', chosen?.number, options],
    queryFn: () => (chosen ? previewFile(chosen.file, options) : null),
    enabled: chosen !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const step = job ? 'run' : chosen && preview.data ? wanted : 'file';
  const choose = (file: File) => {
    setChosen((before) => ({ file, number: (before?.number ?? 0) + 1 }));
    setOptions({});
    setStep('columns');
  };
  const begin = () => {
    setChosen(undefined);
    setStep('file');
    change({ job: undefined });
  };
  const toContacts = (
    <Button component={Link} to="/contacts" variant="default">
      {t.toContacts}
    </Button>
  );
  if (!may('contacts.write'))
    return (
      <Page title={t.title} actions={toContacts}>
        <Alert color="yellow">{room.writeOnly}</Alert>
      </Page>
    );
  return (
    <Page title={t.title} subtitle={t.subtitle} actions={toContacts}>
      <Stepper
        active={steps.indexOf(step)}
        size="xs"
        allowNextStepsSelect={false}
        onStepClick={(index) => !job && setStep(steps[index] ?? 'file')}
        wrap
      >
        <Stepper.Step label={t.stepFile} allowStepSelect={!job} />
        <Stepper.Step label={t.stepColumns} />
        <Stepper.Step label={t.stepTerms} />
        <Stepper.Step label={t.stepRun} />
      </Stepper>
      {step === 'file' && (
        <>
          <FileDrop
            title={t.drop}
            hint={t.dropHint}
            label={t.fileLabel}
            accept=".csv,.tsv,.txt,.xlsx"
            onFile={choose}
            isBusy={preview.isFetching}
          />
          {preview.isFetching && (
            <Text role="status">
              <Loader size="xs" /> {t.reading}
            </Text>
          )}
          <Text size="sm" c="dimmed">
            {t.expect}
          </Text>
        </>
      )}
      {preview.error && step !== 'run' && <Failure error={preview.error} />}
      {step === 'columns' && preview.data && (
        <ColumnsStep
          preview={preview.data}
          options={options}
          isReading={preview.isFetching}
          onOptions={setOptions}
          onBack={begin}
          onNext={() => setStep('terms')}
        />
      )}
      {step === 'terms' && (
        <TermsStep
          terms={terms}
          onTerms={setTerms}
          onBack={() => setStep('columns')}
          onNext={() => setStep('run')}
        />
      )}
      {step === 'run' && (
        <RunStep
          file={chosen?.file}
          options={chosen && { ...options, ...optionsOf(terms) }}
          job={job}
          onJob={(id) => change({ job: id === undefined ? undefined : String(id) })}
          onBack={() => setStep('terms')}
          onAgain={begin}
        />
      )}
    </Page>
  );
}
