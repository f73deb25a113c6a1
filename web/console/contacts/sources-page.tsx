import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAddress } from '../../shared/use-address.ts';
import { useMay } from '../session/use-session.ts';
import { RoomTabs } from './room-tabs.tsx';
import { NewSource } from './sources/new-source.tsx';
import { OneSource } from './sources/one-source.tsx';
import { PointForm } from './sources/point-form.tsx';
import { sourcesTexts } from './sources/texts.ts';
import { usePoints, useSourceList } from './sources/use-points.ts';
import { contactsTexts } from './texts.ts';

export default function SourcesPage() {
  const t = useTexts(sourcesTexts);
  const room = useTexts(contactsTexts);
  const common = useTexts(commonTexts);
  const may = useMay();
  const [address, change] = useAddress();
  const query = useSourceList();
  const points = usePoints().data ?? [];
  const add = may('contacts.write') && (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => change({ new: '1' }, { replace: false })}
    >
      {t.new}
    </Button>
  );
  const pointOf = address['point'];
  return (
    <Page title={room.sources} subtitle={t.subtitle} actions={add}>
      <RoomTabs here="sources" />
      <Loaded query={{ ...query, data: query.first }}>
        {() => (
          <>
            {query.rows.length === 0 && (
              <Empty title={t.none} action={add}>
                {t.noneHint}
              </Empty>
            )}
            {query.rows.map((source) => (
              <OneSource
                key={source.id}
                source={source}
                points={points.filter((point) => point.source === source.name)}
                onNewPoint={() => change({ point: source.name }, { replace: false })}
              />
            ))}
            {query.hasNextPage && (
              <Button
                variant="default"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {common.more}
              </Button>
            )}
          </>
        )}
      </Loaded>
      {address['new'] && add && <NewSource onClose={() => change({ new: undefined })} />}
      {pointOf && add && (
        <PointForm source={pointOf} onClose={() => change({ point: undefined })} />
      )}
    </Page>
  );
}
