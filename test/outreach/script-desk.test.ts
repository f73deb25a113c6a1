import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { campaignsOf } from '../support/campaigns.ts';
import { type Stage, startStage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ MAX_DAILY_ACTIVE: '1000' });
  await stage.account();
});
afterAll(() => stage?.stop());

const upload = (type: string, name: string, content: string | Uint8Array<ArrayBuffer>) => {
  const form = new FormData();
  form.append('file', new Blob([content]), name);
  return stage.server.api.form(`/media?type=${type}`, form);
};

describe('a file brought for a script', () => {
  test('is named by its number and handed out as it will be sent', async () => {
    const { status, body } = await upload('document', 'prices.txt', 'A cup: 3');
    expect(status).toBe(200);
    expect(body.media).toMatchObject({ type: 'document', filename: 'prices.txt', size: 8 });
    const file = await stage.server.api.raw(`/media/${body.media.id}`);
    expect(await file.text()).toBe('A cup: 3');
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; .*prices\.txt$/);
    expect(file.headers.get('content-security-policy')).toContain('sandbox');

    const script = await stage.server.api.post('/scripts', {
      name: 'With prices',
      stages: [{ type: 'document', media_id: body.media.id, caption: 'Our prices' }],
    });
    expect(script.body.script.stages[0].variants[0]).toMatchObject({ filename: 'prices.txt' });
  });

  test('is found again among those of its type', async () => {
    const { body } = await upload('document', 'again.txt', 'once more');
    const documents = await stage.server.api.get('/media?type=document');
    expect(documents.body.media).toContainEqual(body.media);
    const voices = await stage.server.api.get('/media?type=voice');
    expect(voices.body).toMatchObject({ media: [], next: null });
  });

  test('is refused when it isn’t what it is to be sent as', async () => {
    const { status, body } = await upload('photo', 'picture.jpg', 'no picture at all');
    expect([status, body.error]).toEqual([400, 'invalid_media']);
  });

  test('is one, and comes as a form', async () => {
    const two = new FormData();
    two.append('file', new Blob(['one']), 'one.txt');
    two.append('file', new Blob(['two']), 'two.txt');
    for (const answer of [
      await stage.server.api.form('/media?type=document', two),
      await stage.server.api.form('/media?type=document', new FormData()),
    ])
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
  });

  test('isn’t there for a number that nobody has', async () => {
    const { status, body } = await stage.server.api.get('/media/999999');
    expect([status, body.error]).toEqual([404, 'not_found']);
  });
});

describe('stages that aren’t kept yet', () => {
  const preview = async (stages: unknown[], contact_id?: number) =>
    (await stage.server.api.post('/scripts/preview', { stages, contact_id })).body;

  test('are shown for a made-up person', async () => {
    const shown = await preview([
      { content: 'Hello {{ first_name | default: "there" }}, {{ account.first_name }} here' },
    ]);
    expect(shown.person).toBe('Anna Smith');
    expect(shown.stages[0].variants).toEqual([{ text: 'Hello Anna, Vera here' }]);
  });

  test('are shown as a contact would read them, with what is left out', async () => {
    const [olga] = (await stage.audience(1, { firstName: 'Olga' })).people;
    const shown = await preview(
      [
        { variants: [{ content: 'Hi {{ first_name }}' }, { content: 'Hello' }] },
        { content: 'In Kazan', condition: 'custom.city == "Kazan"' },
      ],
      olga?.contactId,
    );
    expect(shown.stages).toEqual([
      { stage: 1, is_left_out: false, variants: [{ text: 'Hi Olga' }, { text: 'Hello' }] },
      { stage: 2, is_left_out: true, variants: [{ text: 'In Kazan' }] },
    ]);
  });

  test('keep showing when one of the texts has a mistake', async () => {
    const shown = await preview([
      { content: 'Hello {{ first_name' },
      { content: 'Fine', condition: 'hour >' },
      { content: '{{ first_name | nonsense }}' },
    ]);
    expect(shown.stages.map((s: { variants: { text: string }[] }) => s.variants[0]?.text)).toEqual([
      null,
      'Fine',
      null,
    ]);
  });

  test('are for contacts of ours', async () => {
    const answer = await preview([{ content: 'Hello' }], 999_999);
    expect(answer.error).toBe('not_found');
  });
});

test('scripts put away are listed apart and come back', async () => {
  const campaigns = campaignsOf(stage);
  const id = await campaigns.script('Hello');
  const ids = async (query: string) =>
    (await stage.server.api.get(`/scripts${query}`)).body.scripts.map((s: { id: number }) => s.id);
  await stage.server.api.patch(`/scripts/${id}`, { archived: true });
  expect(await ids('')).not.toContain(id);
  expect(await ids('?archived=true')).toEqual([id]);
  await stage.server.api.patch(`/scripts/${id}`, { archived: false });
  expect(await ids('?archived=true')).toEqual([]);
});

test('results of a script are summed over its campaigns, each version by itself', async () => {
  const campaigns = campaignsOf(stage);
  const id = await campaigns.script('Hello');
  await campaigns.launch(await stage.audience(2), { script_id: id });
  await campaigns.launch(await stage.audience(1), { script_id: id });
  await stage.server.api.patch(`/scripts/${id}`, { stages: [{ content: 'Good day' }] });
  await campaigns.launch(await stage.audience(1), { script_id: id });
  const { body } = await stage.server.api.get(`/scripts/${id}/results`);
  expect(body.results).toMatchObject([
    { version: 2, stage: 1, variant: 1, sent: 1, answered: 0, answered_share: 0 },
    { version: 1, stage: 1, variant: 1, sent: 3, failed: 0 },
  ]);
  expect((await stage.server.api.get('/scripts/999999/results')).status).toBe(404);
});

test('a campaign tells who or what paused it', async () => {
  const campaigns = campaignsOf(stage);
  const id = await campaigns.launch(await stage.audience(1), {
    script_id: await campaigns.script('Hello'),
  });
  expect((await campaigns.read(id)).paused_by).toBeNull();
  await campaigns.act(id, 'pause');
  expect((await campaigns.read(id)).paused_by).toBe('operator');
  await campaigns.act(id, 'resume');
  expect((await campaigns.read(id)).paused_by).toBeNull();
});
