import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseReplayOptions } from '@ioc/simulators/replay-options'
import { runReplay } from '@ioc/simulators/run-replay'
import type { LatestStation } from '@ioc/shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT, startServer, type ServerProcess } from '../server-process.js'

const RECORDINGS = join(ROOT, '../shared/data')
const DAY = 86_400_000

interface Recording {
  file: string
  station: string
  columns: string[]
  property: string
  /** Rows with a value in the last ten days of the file, at least. */
  atLeast: number
}

const recordings: Recording[] = [
  { file: 'air-hanoi-embassy-2018a', station: 'HUE-AQ-03', columns: ['pm25:pm2_5'], property: 'pm2_5', atLeast: 100 },
  {
    file: 'water-usgs-dead-run-2018-06',
    station: 'HUE-WL-05',
    columns: ['level:water_level', 'flow:discharge'],
    property: 'water_level',
    atLeast: 2_000,
  },
  {
    file: 'traffic-i94-2015-2018',
    station: 'HUE-TR-03',
    columns: ['volume:vehicles'],
    property: 'vehicles',
    atLeast: 150,
  },
  { file: 'power-household-10006414', station: 'HUE-PW-02', columns: ['kwh:energy'], property: 'energy', atLeast: 400 },
]

describe.skipIf(!existsSync(RECORDINGS))('a recorded file', () => {
  let server: ServerProcess
  let credentials: string
  beforeAll(async () => {
    server = await startServer({ env: { IOC_DEVICE_RATE: '0' } })
    credentials = join(mkdtempSync(join(tmpdir(), 'ioc-replay-')), 'credentials.json')
    writeFileSync(credentials, JSON.stringify(server.credentials))
  })
  afterAll(() => server.stop())

  it.each(recordings)('$file is replayed into $station: its end is now, its history before it', async (recording) => {
    const { file, station, columns, property, atLeast } = recording
    const options = parseReplayOptions([
      join(RECORDINGS, `${file}.csv.gz`),
      ...columns.flatMap((column) => ['--column', column]),
      '--station',
      station,
      '--broker',
      `mqtt://127.0.0.1:${server.mqttPort}`,
      '--credentials',
      credentials,
      '--history-only',
    ])
    if (options === 'help') throw new Error('no options')
    const signal = new AbortController().signal
    const stderr = { write: () => true, isTTY: false } as never
    expect(await runReplay(options, { signal, stderr, now: Date.now })).toBe(0)

    const from = Date.now() - 10 * DAY
    const readings = await server.api<{ at: string }[]>(
      `observations?station=${station}&property=${property}&from=${from}`,
    )
    expect(readings.length).toBeGreaterThan(atLeast)
    expect(Date.now() - Date.parse(readings.at(-1)!.at)).toBeLessThan(2 * 3_600_000)
    const latest = await server.api<LatestStation[]>('latest')
    expect(latest.find((each) => each.station === station)?.values[property]?.at).toBe(readings.at(-1)?.at)
    const [row] = await server.api<{ received: number; stored: number }[]>(`ledger?station=${station}`)
    expect(row?.stored).toBe(row?.received)
  })

  it('of the air has its index computed for past hours', async () => {
    const from = Date.now() - 10 * DAY
    const hours = await server.api<{ at: string; value: number }[]>(
      `observations?station=HUE-AQ-03&property=vn_aqi&from=${from}`,
    )
    expect(hours.length).toBeGreaterThan(100)
    expect(hours.every(({ at, value }) => Date.parse(at) % 3_600_000 === 0 && value >= 0 && value <= 500)).toBe(true)
  })
})
