import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSeries, type Excerpt } from './read-series.js'

const CSV = `ts,pm25,temp
2018-01-01T00:00:00Z,12.5,20
2018-01-01T02:00:00Z,,
2018-01-01T01:00:00Z,,21
not a time,9,9
2018-01-01T03:00:00Z,-3e-1,nan
`
const at = (hour: number) => Date.UTC(2018, 0, 1, hour)
const both: Excerpt = {
  time: null,
  feeds: [
    { column: 'pm25', property: 'pm2_5' },
    { column: 'temp', property: 'temperature' },
  ],
  from: null,
  to: null,
}
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'series-'))
  await writeFile(join(folder, 'a.csv'), CSV)
  await writeFile(join(folder, 'a.csv.gz'), gzipSync(CSV))
})
afterAll(() => rm(folder, { recursive: true }))

describe('readSeries', () => {
  it('reads several columns in time order, without empty cells', async () => {
    const series = await readSeries(join(folder, 'a.csv'), both)
    expect(series).toEqual({
      readings: [
        { at: at(0), values: { pm2_5: 12.5, temperature: 20 } },
        { at: at(1), values: { temperature: 21 } },
        { at: at(3), values: { pm2_5: -0.3 } },
      ],
      rows: 5,
      skipped: 2,
    })
  })

  it('reads a gzipped file the same', async () => {
    expect(await readSeries(join(folder, 'a.csv.gz'), both)).toEqual(await readSeries(join(folder, 'a.csv'), both))
  })

  it('takes a part of the file: from is in, to is out', async () => {
    const { readings, skipped } = await readSeries(join(folder, 'a.csv'), { ...both, from: at(1), to: at(3) })
    expect(readings.map((reading) => reading.at)).toEqual([at(1)])
    expect(skipped).toBe(2)
  })

  it('names the columns there are where one is missing', async () => {
    const feeds = [{ column: 'pm10', property: 'pm10' }]
    await expect(readSeries(join(folder, 'a.csv'), { ...both, feeds })).rejects.toThrow(
      "no column 'pm10', only ts, pm25, temp",
    )
    await expect(readSeries(join(folder, 'b.csv'), both)).rejects.toThrow('cannot read')
  })
})
