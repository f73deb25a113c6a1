import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect } from 'vitest';
import { itInFolder } from '../../../test/support/temp-folder.ts';
import { readCsv } from '../csv/read-csv.ts';
import { readXlsxAsCsv } from './read-xlsx.ts';
import { writeXlsx } from './write-xlsx.ts';

const frame = {
  'xl/workbook.xml':
    '<workbook xmlns:r="x"><sheets><sheet name="Hidden" state="hidden" r:id="r0"/><sheet name="People" r:id="r1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r0" Target="worksheets/other.xml"/></Relationships>',
};

async function save(folder: string, parts: Record<string, string>) {
  const path = join(folder, 'book.xlsx');
  const files = Object.entries({ ...frame, ...parts }).map(([name, xml]) => [name, strToU8(xml)]);
  await writeFile(path, zipSync(Object.fromEntries(files)));
  return path;
}
const sheet = (rows: string) => ({
  'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
});

async function read(path: string): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const cells of readCsv(readXlsxAsCsv(path), ',')) rows.push(cells);
  return rows;
}

describe('a workbook', () => {
  itInFolder(
    'keeps the digits of phones and ids that Excel holds as numbers',
    async ({ folder }) => {
      const path = await save(
        folder,
        sheet(`<row r="1"><c r="A1"><v>7.9991234567E+10</v></c><c r="B1"><v>79991234567</v></c>
        <c r="C1"><v>5123456789</v></c><c r="D1"><v>0.1</v></c><c r="E1"><v>9.5</v></c></row>`),
      );
      expect(await read(path)).toEqual([
        ['79991234567', '79991234567', '5123456789', '0.1', '9.5'],
      ]);
    },
  );

  itInFolder('shows dates as dates, by their format', async ({ folder }) => {
    const path = await save(folder, {
      'xl/styles.xml': `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd.mm.yyyy\\ hh:mm"/>
        <numFmt numFmtId="165" formatCode="[Red]#,##0\\ &quot;days&quot;"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
      ...sheet(`<row r="1"><c r="A1" s="1"><v>46082</v></c><c r="B1" s="2"><v>46082.75</v></c>
        <c r="C1" s="3"><v>46082</v></c><c r="D1" s="0"><v>46082</v></c></row>`),
    });
    expect(await read(path)).toEqual([['2026-03-01', '2026-03-01 18:00:00', '46082', '46082']]);
  });

  itInFolder(
    'joins the runs of shared texts and keeps empty cells and rows',
    async ({ folder }) => {
      const path = await save(folder, {
        'xl/sharedStrings.xml':
          '<sst><si><t>Имя</t></si><si><r><t xml:space="preserve">Анна </t></r><r><t>&lt;К&gt;</t></r><rPh><t>no</t></rPh></si></sst>',
        ...sheet(`<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"/>
        <row r="4"><c r="C4" t="s"><v>1</v></c><c r="D4" t="b"><v>1</v></c>
        <c r="E4" t="e"><v>#N/A</v></c><c r="F4" t="inlineStr"><is><t>a,"b"</t></is></c>
        <c r="G4" t="str"><f>A1</f><v>=x</v></c></row>`),
      });
      expect(await read(path)).toEqual([
        ['Имя'],
        [''],
        [''],
        ['', '', 'Анна <К>', 'true', '', 'a,"b"', '=x'],
      ]);
    },
  );

  itInFolder('of more than 100,000 rows is refused', async ({ folder }) => {
    const rows = Array.from({ length: 100_002 }, () => '<row><c><v>1</v></c></row>').join('');
    await expect(read(await save(folder, sheet(rows)))).rejects.toMatchObject({
      code: 'invalid_request',
      text: { en: expect.stringMatching(/more than 100000 rows.*CSV/) },
    });
  });

  itInFolder('that swells when unpacked is refused', async ({ folder }) => {
    const path = await save(folder, { 'xl/styles.xml': ' '.repeat(30_000_000), ...sheet('') });
    await expect(read(path)).rejects.toMatchObject({
      text: { en: expect.stringMatching(/too large when unpacked/) },
    });
  });

  itInFolder.for([
    ['no zip', Buffer.from('PK\x03\x04 nothing more')],
    ['a zip of something else', Buffer.from(zipSync({ 'a.txt': strToU8('x') }))],
    [
      'broken XML',
      Buffer.from(
        zipSync({
          'xl/workbook.xml': strToU8('<workbook><sheets>'),
          'xl/_rels/workbook.xml.rels': strToU8('<x/>'),
        }),
      ),
    ],
    [
      'an entity of its own',
      Buffer.from(
        zipSync({
          'xl/workbook.xml': strToU8('<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'),
        }),
      ),
    ],
  ] as const)('that is %s is refused', async ([, bytes], { folder }) => {
    const path = join(folder, 'book.xlsx');
    await writeFile(path, bytes);
    await expect(read(path)).rejects.toMatchObject({
      code: 'invalid_request',
      text: { en: expect.stringMatching(/damaged/) },
    });
  });

  itInFolder('reads back as it was written, in little memory', async ({ folder }) => {
    const path = join(folder, 'written.xlsx');
    const parts: Uint8Array[] = [];
    async function* rows() {
      yield ['phone', 'text', 'number'];
      for (let n = 0; n < 5_000; n++) yield [`+7999${1_000_000 + n}`, `<&"я"> ${n}\n=1`, n];
    }
    await writeXlsx(rows(), async (bytes) => void parts.push(bytes));
    await writeFile(path, Buffer.concat(parts));
    const back = await read(path);
    expect(back).toHaveLength(5_001);
    expect(back[5_000]).toEqual(['+79991004999', '<&"я"> 4999\n=1', '4999']);
  });
});
