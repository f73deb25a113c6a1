import {
  Alert,
  Badge,
  Button,
  Code,
  CopyButton,
  Group,
  Image,
  Paper,
  Stack,
  Text,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { api, take } from '../../../shared/api.ts';
import { useTexts } from '../../../shared/language.tsx';
import { offerUndo } from '../../../shared/notify.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import { When } from '../../../shared/when.tsx';
import { useMay } from '../../session/use-session.ts';
import { PointForm } from './point-form.tsx';
import { sourcesTexts } from './texts.ts';
import type { Point } from './use-points.ts';

const QR_PX = 132;

/** A place to opt in: its link, its QR code, what a site shows, how many came by it. */
export function OnePoint({ point }: { point: Point }) {
  const t = useTexts(sourcesTexts);
  const may = useMay();
  const target = point.kind === 'form' ? point.form_url : point.link;
  const isOpen = point.status === 'active';
  const [isChanging, form] = useDisclosure();
  return (
    <Paper withBorder p="sm" radius="md" bg="var(--mantine-color-default)">
      <Group align="flex-start" gap="md" wrap="wrap">
        {target && isOpen && (
          <Stack gap={4} align="center">
            <Image
              src={`/opt-in/points/${point.id}/qr.svg`}
              alt={t.qr(point.title)}
              w={QR_PX}
              h={QR_PX}
              bg="white"
              radius="sm"
            />
            <Group gap={4}>
              {(['svg', 'png'] as const).map((ending) => (
                <Button
                  key={ending}
                  component="a"
                  href={`/opt-in/points/${point.id}/qr.${ending}`}
                  download={`opt-in-${point.id}.${ending}`}
                  size="compact-xs"
                  variant="subtle"
                >
                  {ending === 'svg' ? t.qrSvg : t.qrPng}
                </Button>
              ))}
            </Group>
          </Stack>
        )}
        <Stack gap="xs" flex="1 1 260px" miw={0}>
          <Group gap="xs">
            <Text fw={600} size="sm">
              {point.title}
            </Text>
            <Badge variant="default" size="sm" tt="none" fw={500}>
              {t.kind[point.kind]}
            </Badge>
            {!isOpen && (
              <Badge color="gray" variant="filled" size="sm" tt="none">
                {t.closed}
              </Badge>
            )}
            <Text size="xs" c="dimmed" component="span">
              {t.acts(point.acts)}
              {point.last_act_at && (
                <>
                  , {t.lastAct} <When at={point.last_act_at} />
                </>
              )}
            </Text>
          </Group>
          {point.problem && (
            <Alert color="orange" py="xs" role="alert">
              {point.problem}
            </Alert>
          )}
          {target && <Copied label={t.link} value={target} isLink />}
          {point.kind === 'account_link' && (
            <Text size="sm">
              {t.words}: «{point.first_words}»
            </Text>
          )}
          {point.snippet && <Copied label={t.snippet} value={point.snippet} />}
          {may('contacts.write') && (
            <Group gap="xs">
              <Button size="compact-sm" variant="default" onClick={form.open}>
                {t.edit}
              </Button>
              <Toggle point={point} />
            </Group>
          )}
          {isChanging && <PointForm source={point.source} point={point} onClose={form.close} />}
        </Stack>
      </Group>
    </Paper>
  );
}

/** Something to take along, copied by a button. */
function Copied({ label, value, isLink }: { label: string; value: string; isLink?: boolean }) {
  const t = useTexts(sourcesTexts);
  const [isShown, { toggle }] = useDisclosure(isLink ?? false);
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          {label}
        </Text>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? t.copied : t.copy}
            </Button>
          )}
        </CopyButton>
        {isLink ? (
          <Button
            size="compact-xs"
            variant="subtle"
            component="a"
            href={value}
            target="_blank"
            rel="noreferrer"
          >
            {t.preview}
          </Button>
        ) : (
          <Button size="compact-xs" variant="subtle" onClick={toggle} aria-expanded={isShown}>
            {t.preview}
          </Button>
        )}
      </Group>
      {isShown && (
        <Code block={!isLink} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {value}
        </Code>
      )}
    </Stack>
  );
}

function Toggle({ point }: { point: Point }) {
  const t = useTexts(sourcesTexts);
  const common = useTexts(commonTexts);
  const put = (status: Point['status']) =>
    take(
      api.PATCH('/opt-in/points/{id}', { params: { path: { id: point.id } }, body: { status } }),
    );
  const refreshes = ['sources'];
  const undo = useAction(put, { refreshes });
  const toggle = useAction(put, {
    refreshes,
    onDone: (_, status) => {
      const words = status === 'active' ? t.pointOpened : t.pointClosed;
      offerUndo(words(point.title), common.undo, () => undo.mutate(point.status));
    },
  });
  const isOpen = point.status === 'active';
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={toggle.isPending}
      onClick={() => toggle.mutate(isOpen ? 'closed' : 'active')}
    >
      {isOpen ? t.close : t.reopen}
    </Button>
  );
}
