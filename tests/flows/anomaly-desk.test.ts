import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ObservationStore } from '@ioc/server/ports/observation-store'
import type { LatestStation, WireAlarm, WireAnomaly, WireLedger, WireObservation } from '@ioc/shared/wire'
import { DAY, MINUTE, SECOND } from '@ioc/shared/time'
import { openTestApp, type TestApp } from '../open-test-app.js'
import { seededRandom } from '../seeded-random.js'

/** Neighbours in the city, and what they measure: a daily course with noise. */
const STATIONS = ['HUE-AQ-01', 'HUE-AQ-02', 'HUE-AQ-03', 'HUE-AQ-04']
const [ODD] = STATIONS as [string]
/** At the same hour of the same day each time, with the same noise. */
const START = Date.parse('2026-11-23T03:00:00Z')
const random = seededRandom(5)
const usual = (at: number) => 26 + 3 * Math.sin((2 * Math.PI * at) / DAY) + 0.6 * random()
const hot = (at: number) => usual(at) + 12

let room: TestApp
afterEach(() => room.close())

async function tell(station: string, observations: { at: number; values: object }[]) {
  const told = observations.map(({ at, values }) => ({ at: new Date(at).toISOString(), values }))
  await room.api('observations', { method: 'POST', body: { station, observations: told } })
}

/** The server with twelve days of its stations, after it has learned them. */
async function openAfterDays(dataDir?: string) {
  room = await openTestApp({ env: { IOC_FORECAST_CPU: '0' }, startsAt: START, ...(dataDir && { dataDir }) })
  const now = room.clock.now()
  const times = Array.from(
    { length: (12 * DAY) / (10 * MINUTE) },
    (_, i) => now - 12 * DAY + (i + 1) * 10 * MINUTE - MINUTE,
  )
  for (const station of STATIONS) {
    await tell(
      station,
      times.map((at) => ({ at, values: { temperature: usual(at) } })),
    )
  }
  await passMinutes(2, usual)
}

/** Lets minutes pass in which all report: the first station what `odd` says, the others what is usual or `others` say. */
async function passMinutes(minutes: number, odd: (at: number) => number, others = usual) {
  for (let n = 0; n < minutes; n++) {
    room.clock.advance(MINUTE)
    const at = room.clock.now()
    await Promise.all(
      STATIONS.map((station) => {
        const temperature = station === ODD ? odd(at) : others(at)
        return tell(station, [{ at, values: { temperature } }])
      }),
    )
    await new Promise((resume) => setTimeout(resume, 10))
  }
}

const now = async (station: string) => {
  const latest = await room.api<LatestStation[]>('latest?kind=air')
  return latest.find((each) => each.station === station)!.values['temperature']!
}
const history = (from: number, to: number) =>
  room.api<WireObservation[]>(`observations?station=${ODD}&property=temperature&from=${from}&to=${to}`)
const alarms = (state = 'active') => room.api<WireAlarm[]>(`alarms?state=${state}`)
const doubtful = async (state?: string) => (await alarms(state)).filter(({ rule }) => rule === 'sensor-doubtful')

describe('anomalies in the server', () => {
  it('tells of a sensor that jumps while its neighbours go on, in words, and of its end', async () => {
    await openAfterDays()
    await passMinutes(15, hot)
    expect(await doubtful()).toEqual([])
    await passMinutes(15, hot)
    const [alarm, ...more] = await doubtful()
    expect(more).toEqual([])
    expect(alarm).toMatchObject({ station: ODD, property: 'temperature', severity: 'low', limit: null })
    expect(alarm!.message.vi).toMatch(/Nhiệt độ: nghi nhảy vọt: \d+,\d °C, thường ngày vào giờ này khoảng 2\d,\d °C/)
    expect(alarm!.message.en).toMatch(/Temperature: a jump to \d+\.\d °C, usually about 2\d\.\d °C/)
    expect(await room.metrics()).toContain('ioc_anomalies 1')
    const [anomaly, ...others] = await room.api<WireAnomaly[]>(`anomalies?property=temperature`)
    expect(others).toEqual([])
    expect(anomaly).toMatchObject({ station: ODD, kind: 'spike', cause: 'fault', score: expect.any(Number) })
    expect(anomaly!.why.vi).toMatch(/^nghi nhảy vọt/)
    expect(anomaly!.neighbours.map(({ station, alike }) => `${station} ${alike}`).sort()).toEqual(
      STATIONS.slice(1).map((station) => `${station} false`),
    )
    expect(await room.api(`anomalies?station=${STATIONS[1]}`)).toEqual([])

    await passMinutes(160, usual)
    expect(await doubtful()).toMatchObject([{ clearedAt: expect.any(String) }])
  }, 120_000)

  it('tells how many datastreams it watches, and how many it does not know well enough yet', async () => {
    await openAfterDays()
    await tell('HUE-AQ-05', [{ at: room.clock.now(), values: { temperature: 26 } }])
    await passMinutes(2, usual)
    expect(await room.api('anomalies/coverage')).toEqual({ watched: STATIONS.length, learning: 1 })
  }, 120_000)

  it('makes a burst suspect that was over before anybody looked, and believes what comes after it', async () => {
    await openAfterDays()
    const start = room.clock.now()
    room.clock.advance(MINUTE)
    const seconds = Array.from({ length: 12 }, (_, i) => start + (i + 1) * 5 * SECOND)
    const burst = (at: number) => (at === start + 25 * SECOND || at === start + 30 * SECOND ? hot(at) : usual(at))
    for (const at of seconds) await tell(ODD, [{ at, values: { temperature: burst(at) } }])
    await passMinutes(25, usual)
    const [anomaly, ...more] = await room.api<WireAnomaly[]>('anomalies')
    expect(more).toEqual([])
    expect(anomaly).toMatchObject({ station: ODD, kind: 'spike', cause: 'fault', suspect: false })
    expect(Date.parse(anomaly!.since) - start).toBeGreaterThanOrEqual(25 * SECOND)
    expect(Date.parse(anomaly!.since) - start).toBeLessThanOrEqual(30 * SECOND)
    expect(await now(ODD)).toMatchObject({ quality: 'good' })
    const wild = (await history(start, start + MINUTE)).filter(({ value }) => value > 33)
    expect(wild.length).toBeGreaterThan(0)
    expect(wild.at(-1)).toMatchObject({ quality: 'suspect' })
    expect((await history(start + MINUTE + 1, room.clock.now() + 1)).every(({ quality }) => quality === 'good')).toBe(
      true,
    )
    const ledger = (await room.api<WireLedger[]>('ledger')).find(({ station }) => station === ODD)!
    expect([ledger.received - ledger.stored, ledger.corrected]).toEqual([0, 0])
  }, 120_000)

  it('judges what a device kept while it was away by its own time, and not what is older than that', async () => {
    await openAfterDays()
    const start = room.clock.now()
    const minutes = Array.from({ length: 60 }, (_, i) => start + (i + 1) * MINUTE)
    for (const at of minutes) {
      room.clock.advance(MINUTE)
      for (const station of STATIONS.slice(1)) await tell(station, [{ at, values: { temperature: usual(at) } }])
    }
    const wild = start + 31 * MINUTE
    await tell(
      ODD,
      minutes.map((at) => ({ at, values: { temperature: at === wild ? hot(at) : usual(at) } })),
    )
    await tell(ODD, [{ at: start + 20.5 * MINUTE, values: { temperature: -10 } }])
    await passMinutes(3, usual)
    const anomalies = await room.api<WireAnomaly[]>('anomalies')
    expect(anomalies).toMatchObject([{ station: ODD, kind: 'spike', since: new Date(wild).toISOString() }])
  }, 120_000)

  it('takes what its neighbours see too for what it is', async () => {
    await openAfterDays()
    await passMinutes(40, hot, hot)
    expect(await doubtful('all')).toEqual([])
  }, 120_000)

  it('believes a sensor at fault no more, says why, and believes it again; late data is judged by when it was measured', async () => {
    await openAfterDays()
    const before = room.clock.now()
    await passMinutes(30, hot)
    const { value, quality, doubt } = await now(ODD)
    expect([quality, value > 33]).toEqual(['suspect', true])
    expect(doubt?.why.vi).toMatch(/^nghi nhảy vọt/)
    expect(Date.parse(doubt!.since)).toBeGreaterThan(before)
    expect(await now(STATIONS[1]!)).toMatchObject({ quality: 'good' })
    expect((await now(STATIONS[1]!)).doubt).toBeUndefined()
    expect(await room.api('anomalies')).toMatchObject([{ station: ODD, suspect: true }])
    const doubted = room.clock.now()

    await tell(ODD, [{ at: before - MINUTE / 2, values: { temperature: 25 } }])
    await passMinutes(160, usual)
    expect(await now(ODD)).toMatchObject({ quality: 'good' })
    await tell(ODD, [{ at: doubted - MINUTE / 2, values: { temperature: 38 } }])
    const late = (await history(before - MINUTE, doubted)).filter(
      ({ at }) => Date.parse(at) % MINUTE !== before % MINUTE,
    )
    expect(late.map(({ value, quality }) => `${value} ${quality}`)).toEqual(['25 good', '38 suspect'])
    const at = await room.api<LatestStation[]>(`latest?at=${doubted}`)
    expect(at.find(({ station }) => station === ODD)!.values['temperature']?.doubt?.kind).toBe('spike')
  }, 120_000)

  it('goes on not to believe it after a restart, until it has learned that all fits', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ioc-anomalies-'))
    await openAfterDays(dataDir)
    await passMinutes(30, hot)
    const start = room.clock.now()
    await room.close()
    room = await openTestApp({ env: { IOC_FORECAST_CPU: '0' }, dataDir, startsAt: start + MINUTE })
    await tell(ODD, [{ at: room.clock.now(), values: { temperature: 38 } }])
    expect(await now(ODD)).toMatchObject({ quality: 'suspect', doubt: { kind: 'spike' } })
    await passMinutes(3, hot)
    expect(await now(ODD)).toMatchObject({ quality: 'suspect', doubt: { kind: 'spike' } })
    expect(await doubtful()).toMatchObject([{ station: ODD }])
    await passMinutes(160, usual)
    expect(await now(ODD)).toMatchObject({ quality: 'good' })
    expect(await room.api('anomalies')).toEqual([])
    rmSync(dataDir, { recursive: true, force: true })
  }, 120_000)

  it('goes on not to believe it while its past cannot be read, and learns it once that can be', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ioc-anomalies-'))
    await openAfterDays(dataDir)
    await passMinutes(30, hot)
    await passMinutes(80, usual)
    const start = room.clock.now()
    expect(await now(ODD)).toMatchObject({ quality: 'suspect', doubt: { kind: 'spike' } })
    await room.close()
    const disk = { fails: true }
    const store = (real: ObservationStore): ObservationStore => ({
      ...real,
      envelopes(query) {
        if (disk.fails) throw new Error('the disk is gone')
        return real.envelopes(query)
      },
    })
    const env = { IOC_FORECAST_CPU: '0' }
    room = await openTestApp({ env, dataDir, startsAt: start + MINUTE, overrides: { store } })
    await passMinutes(5, usual)
    expect(await now(ODD)).toMatchObject({ quality: 'suspect', doubt: { kind: 'spike' } })
    expect(await doubtful()).toMatchObject([{ station: ODD, clearedAt: null }])
    disk.fails = false
    await passMinutes(120, usual)
    expect(await now(ODD)).toMatchObject({ quality: 'good' })
    expect(await doubtful()).toMatchObject([{ clearedAt: expect.any(String) }])
    rmSync(dataDir, { recursive: true, force: true })
  }, 120_000)
})
