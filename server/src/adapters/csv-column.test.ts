import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { HOUR, SECOND } from '@ioc/shared/time'
import { afterAll, expect, it } from 'vitest'
import { readColumn } from './csv-column.js'

const folder = mkdtempSync(join(tmpdir(), 'ioc-column-'))
afterAll(() => rmSync(folder, { recursive: true }))

const START = Date.UTC(2024, 4, 1)
const ROWS = Array.from({ length: 30 }, (_, hour) => [START + hour * HOUR, 10.5 + hour] as const)
const utc = (at: number) => new Date(at).toISOString()
const inHanoi = (at: number) => utc(at + 7 * HOUR).slice(0, 19)

function fileOf(text: string, encoding: BufferEncoding = 'utf8'): string {
  const file = join(folder, 'odd.csv')
  writeFileSync(file, text, encoding)
  return file
}

it.each<[string, string, (at: number, value: number) => string, BufferEncoding?]>([
  ['plainly', 'ts,load', (at, value) => `${utc(at)},${value}`],
  ['with a byte order mark', '\ufeffts,load', (at, value) => `${utc(at)},${value}`],
  ['in UTF-16', '\ufeffts,load', (at, value) => `${utc(at)},${value}`, 'utf16le'],
  ['with semicolons', 'ts;load', (at, value) => `${utc(at)};${value}`],
  ['with decimal commas', 'ts;load', (at, value) => `${utc(at)};${String(value).replace('.', ',')}`],
  ['with tabs, the columns the other way', 'load\tts', (at, value) => `${value}\t${utc(at)}`],
  ['with quotes', '"ts","load","a;b"', (at, value) => `"${utc(at)}","${value}","x;y"`],
  ['with each time twice, the last of which counts', 'ts,load', (at, value) => `${utc(at)},-1\n${utc(at)},${value}`],
  ['without a zone', 'ts,load', (at, value) => `${utc(at).slice(0, 19).replace('T', ' ')},${value}`],
  ['with a short zone', 'ts,load', (at, value) => `${inHanoi(at)}+07,${value}`],
  ['with a zone without a colon', 'ts,load', (at, value) => `${inHanoi(at)}+0700,${value}`],
  ['with a zone after a blank', 'ts,load', (at, value) => `${inHanoi(at).replace('T', ' ')} +07:00,${value}`],
  ['in epoch milliseconds', 'ts,load', (at, value) => `${at},${value}`],
  ['in epoch seconds', 'ts,load', (at, value) => `${at / SECOND},${value}`],
  ['in epoch seconds with a point', 'ts,load', (at, value) => `${at / SECOND}.0,${value}`],
])('reads a file that is written %s', async (_, head, row, encoding) => {
  const file = fileOf([head, ...ROWS.map(([at, value]) => row(at, value))].join('\r\n'), encoding)
  const { times, values, skipped } = await readColumn(file, 'load', null)
  expect([...times]).toEqual(ROWS.map(([at]) => at))
  expect([...values]).toEqual(ROWS.map(([, value]) => value))
  expect(skipped).toBe(0)
})

it('brings rows in order that are not', async () => {
  const file = fileOf(['ts,load', ...ROWS.toReversed().map(([at, value]) => `${utc(at)},${value}`)].join('\n'))
  const { times, values } = await readColumn(file, 'load', null)
  expect([...times]).toEqual(ROWS.map(([at]) => at))
  expect([...values]).toEqual(ROWS.map(([, value]) => value))
})

it('reads days', async () => {
  const { times } = await readColumn(fileOf('day,v\n2024-05-01,1\n2024-05-02,2'), 'v', null)
  expect([...times]).toEqual([START, START + 24 * HOUR])
})

it('tells a zipped file by what is in it, not by its name', async () => {
  const [zipped, plain] = [join(folder, 'ZIPPED.CSV'), join(folder, 'plain.csv.gz')]
  writeFileSync(zipped, gzipSync(`ts;v\n${utc(START)};3`))
  writeFileSync(plain, `ts,v\n${utc(START)},3`)
  for (const file of [zipped, plain]) expect([...(await readColumn(file, 'v', null)).values]).toEqual([3])
})

it('counts what it cannot use, and says what the first was', async () => {
  const file = fileOf(`ts,v\n${utc(START)},3\n2024-02-30,4\nsoon,5\n${utc(START + HOUR)},\n${utc(START + HOUR)},x`)
  expect(await readColumn(file, 'v', null)).toMatchObject({
    skipped: 4,
    rows: 5,
    firstSkipped: "row 2: '2024-02-30' is no time",
  })
})

it.each(['', 'NaN', 'x', 'Infinity', '"1,051"', '"1,051.5"', '"1,051,234"'])('takes %j for no number', async (cell) => {
  const file = fileOf(`ts,v\n${utc(START)},916\n${utc(START + HOUR)},${cell}`)
  const { values, skipped, firstSkipped } = await readColumn(file, 'v', null)
  expect([...values]).toEqual([916])
  expect(skipped).toBe(1)
  expect(firstSkipped).toBe(`row 2: '${cell.replaceAll('"', '')}' is no number`)
})

it.each(['171452160', '17145216000', '171452160000000'])('takes %j for no time', async (time) => {
  expect(await readColumn(fileOf(`ts,v\n${utc(START)},1\n${time},2`), 'v', null)).toMatchObject({ skipped: 1 })
})

it.each([
  ['file.empty', ''],
  ['file.empty', 'ts,v\n'],
  ['file.empty', 'ts,v\nsoon,1'],
  ['file.column', 'ts,w\n2024-05-01,1'],
  ['file.unreadable', gzipSync(`ts,v\n${'2024-05-01,1\n'.repeat(2_000)}`).subarray(0, 40)],
])('refuses with %s: %j', async (code, content) => {
  const file = join(folder, 'bad.csv')
  writeFileSync(file, content)
  await expect(readColumn(file, 'v', null)).rejects.toMatchObject({ code })
})
