import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '@ioc/server/adapters/memory/observation-store'
import { coded } from '@ioc/server/errors'
import { toWireForecast, toWireState } from '@ioc/server/forecasts/wire-forecast'
import type { Followed } from '@ioc/server/forecasts/followed'
import type { Answer, Job } from '@ioc/server/forecasts/work'
import type { IssuedForecast } from '@ioc/server/ports/forecasts'
import { TOGETHER } from '@ioc/shared/chance'
import type { StationId } from '@ioc/shared/ids'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { HERE, openForecastRoom } from '../forecast-room.js'
import { seededRandom } from '../seeded-random.js'

const START = Date.parse('2026-11-22T00:00:00Z')
const STATION = {
  id: 'TR-1' as StationId,
  name: 'Đếm xe',
  kind: 'traffic',
  lon: 107.5,
  lat: 16.4,
  area: 'x',
  agency: '',
  reportIntervalS: 600,
}

/** A road with its mornings and evenings, every ten minutes. */
function* road(from: number, to: number) {
  const random = seededRandom(7)
  for (let at = from; at < to; at += 10 * MINUTE) {
    const hour = (at / HOUR + 7) % 24
    yield [
      at,
      400 + 300 * Math.exp(-(((hour - 8) / 2) ** 2)) + 250 * Math.exp(-(((hour - 17) / 2) ** 2)) + 40 * random(),
    ] as const
  }
}

function roomOf(change: Partial<Parameters<typeof openForecastRoom>[0]> = {}) {
  return openForecastRoom({ stations: [STATION], start: START + MINUTE, ...change })
}

const find = (all: Followed[], property: string, span: 'day' | 'hours') =>
  all.find((followed) => followed.property === property && followed.span === span)!

const always = (horizon: number): Answer['steps'] => Array.from({ length: horizon }, () => [1, 2, 3, 4, 5])

describe('the forecast desk', () => {
  it('forecasts a day by the hour and three hours in steps of its own, and judges both once the truth is there', async () => {
    const issued: IssuedForecast[] = []
    const room = roomOf({ onIssued: (batch) => issued.push(...batch) })
    await room.keep(STATION.id, 'flow', road(START - 8 * DAY, START))
    await room.desk.open()
    await room.runTo(START + 2 * MINUTE)

    const day = find(room.desk.followed(), 'flow', 'day')
    const wire = toWireForecast(day, undefined, room.clock.now())!
    expect(wire).toMatchObject({ station: 'TR-1', property: 'flow', stepS: 3_600, record: null })
    expect(wire.points).toHaveLength(24)
    expect(wire.points[0]!.at).toBe('2026-11-22T00:00:00.000Z')
    for (const { p05, p25, p50, p75, p95 } of wire.points) {
      expect([p05, p25, p50, p75, p95]).toEqual([p05, p25, p50, p75, p95].toSorted((a, b) => a - b))
      expect(p05).toBeGreaterThanOrEqual(0)
    }
    // 8 o'clock in Vietnam is 1 o'clock UTC: the rush hour is seen coming.
    expect(wire.points[1]!.p50).toBeGreaterThan(600)
    expect(wire.points[13]!.p50).toBeLessThan(500)
    expect(
      toWireForecast(find(room.desk.followed(), 'flow', 'hours'), undefined, room.clock.now())!.points,
    ).toHaveLength(18)

    await room.keep(STATION.id, 'flow', road(START, START + DAY))
    await room.runTo(START + DAY + 20 * MINUTE, 2 * MINUTE)
    const record = room.desk.records.get(day)!
    expect(record.week).toMatchObject({ count: 24 })
    expect(record.week!.mase).toBeLessThan(1)
    expect(record.models).toHaveLength(1)
    expect(room.desk.records.get({ ...day, span: 'hours' })!.week!.count).toBeGreaterThan(18 * 18)
    expect(toWireForecast(day, record, room.clock.now())!.record).toEqual(record.week)
    expect(issued.filter(({ span }) => span === 'day')).toHaveLength(25)
    await room.desk.close()
    expect(room.failures).toEqual([])
  })

  it('forecasts nothing of a short, a constant and a silent past, and says so', async () => {
    const room = roomOf()
    await room.keep(STATION.id, 'flow', road(START - 12 * HOUR, START))
    await room.keep(
      STATION.id,
      'speed',
      [...road(START - 8 * DAY, START)].map(([at]) => [at, 40] as const),
    )
    await room.keep(STATION.id, 'occupancy', road(START - 8 * DAY, START - 6 * HOUR))
    await room.keep(STATION.id, 'wind_direction', road(START - 8 * DAY, START))
    await room.desk.open()
    await room.runTo(START + 2 * MINUTE)
    const states = room.desk.followed().map((followed) => toWireState(followed, undefined, room.clock.now()))
    expect(states.map(({ property, span, without }) => `${property} ${span} ${without}`).sort()).toEqual([
      'flow day short',
      'flow hours short',
      'occupancy day silent',
      'occupancy hours silent',
      'speed day constant',
      'speed hours constant',
    ])
    await room.desk.close()
  })

  it('does not wait an hour for a past that is brought in minutes after the first value', async () => {
    const room = roomOf()
    await room.keep(STATION.id, 'flow', [[START, 400]])
    await room.desk.open()
    await room.runTo(START + 4 * MINUTE)
    expect(find(room.desk.followed(), 'flow', 'day').without).toBe('short')
    await room.keep(STATION.id, 'flow', road(START - 8 * DAY, START))
    await room.runTo(START + 9 * MINUTE)
    expect(find(room.desk.followed(), 'flow', 'day').issued).not.toBeNull()
    await room.desk.close()
  })

  it('forecasts three hours in steps that the datastream has values for, seldom as they may come', async () => {
    const jobs: Job[] = []
    const worker: typeof HERE = { ...HERE, run: (job) => (jobs.push(job), HERE.run(job)) }
    const room = roomOf({ worker, stations: [{ ...STATION, reportIntervalS: 300 }] })
    const every = (ms: number) => [...road(START - 8 * DAY, START)].filter(([at]) => at % ms === 0)
    await room.keep(STATION.id, 'flow', every(10 * MINUTE))
    await room.keep(STATION.id, 'occupancy', every(20 * MINUTE))
    await room.keep(STATION.id, 'speed', every(HOUR))
    const seldom = every(HOUR).filter(([at]) => (at + HOUR) % (4 * HOUR) === 0)
    await room.keep(STATION.id, 'temperature', seldom)
    await room.keep(STATION.id, 'pm2_5', every(10 * MINUTE))
    await room.keep(STATION.id, 'vn_aqi', [])
    await room.desk.open()
    await room.runTo(START + 2 * MINUTE)
    const steps = (property: string) => {
      const { issued } = find(room.desk.followed(), property, 'hours')
      return issued && [issued.stepMs / MINUTE, issued.quantiles.length / 5]
    }
    expect(['flow', 'occupancy', 'speed', 'vn_aqi'].map(steps)).toEqual([
      [10, 18],
      [30, 6],
      [60, 3],
      [60, 3],
    ])
    expect(find(room.desk.followed(), 'temperature', 'hours')).toMatchObject({ issued: null, without: 'sparse' })
    for (const { series } of jobs) expect(series.values.slice(-24).some(Number.isNaN)).toBe(false)
    expect(room.failures).toEqual([])

    // Chosen once, the step holds: nobody looks for it again.
    jobs.splice(0)
    await room.keep(STATION.id, 'speed', [[START, 300]])
    await room.runTo(START + HOUR + 2 * MINUTE)
    expect(jobs.filter(({ choice }) => choice === null)).toEqual([])
    expect(jobs.filter(({ horizon, series }) => horizon === 3 && series.stepMs === HOUR)).toHaveLength(2)
    await room.desk.close()
  })

  it('goes on after work that broke, and tries again soon', async () => {
    let broken = 0
    const worker: typeof HERE = {
      ...HERE,
      run: (job) => (broken++ === 0 ? Promise.reject(coded('worker.broken', 'crashed')) : HERE.run(job)),
    }
    const room = roomOf({ worker })
    await room.keep(STATION.id, 'flow', road(START - 8 * DAY, START + 2 * HOUR))
    await room.desk.open()
    await room.runTo(START + 2 * MINUTE)
    expect(room.failures).toHaveLength(1)
    expect(
      room.desk
        .followed()
        .map(({ without }) => without)
        .sort(),
    ).toEqual(['broken', null])
    await room.runTo(START + 7 * MINUTE)
    expect(room.desk.followed().map(({ without }) => without)).toEqual([null, null])
    await room.desk.close()
  })

  it('forecasts a water gauge at each of its steps, however long a round of all others takes', async () => {
    const stations = Array.from({ length: 60 }, (_, i) => ({ ...STATION, id: `TR-${i}` as StationId }))
    const asked: string[] = []
    const room = roomOf({
      stations,
      share: 0.5,
      // A minute of work for each: the round takes four hours.
      worker: {
        close: async () => undefined,
        async run({ horizon, choice }) {
          const chosen = choice ?? { chosen: 'naive-24h', weights: {}, edges: {} }
          const said = { usualError: null, rainError: null, model: 'm', scale: 1, extremal: TOGETHER }
          return {
            answer: { choice: chosen, ...said, steps: always(horizon) },
            ms: MINUTE,
          }
        },
      },
      onIssued(batch) {
        for (const { property, span, start } of batch)
          if (span === 'hours') asked.push(`${property} ${(start - START) / MINUTE}`)
      },
    })
    const hourly = [...road(START - 8 * DAY, START)].filter(([at]) => at % HOUR === 0)
    for (const { id } of stations) await room.keep(id, 'flow', hourly)
    await room.keep(STATION.id, 'water_level', road(START - 8 * DAY, START + 2 * HOUR))
    await room.desk.open()
    await room.runTo(START + 65 * MINUTE)
    const gauges = asked.filter((each) => each.startsWith('water_level'))
    expect(gauges).toEqual([0, 10, 20, 30, 40, 50, 60].map((minute) => `water_level ${minute}`))
    expect(asked.length - gauges.length).toBeGreaterThan(15)
    await room.desk.close()
  }, 60_000)

  it('stops in the middle of its work without a word', async () => {
    let end: ((cause: Error) => void) | null = null
    const worker: typeof HERE = {
      run: () => new Promise((_, reject) => (end = reject)),
      close: async () => end?.(coded('worker.broken', 'closed')),
    }
    const room = roomOf({ worker, share: 0.1 })
    await room.keep(STATION.id, 'flow', road(START - 8 * DAY, START))
    await room.desk.open()
    await room.runTo(START + 2 * MINUTE)
    await room.desk.close()
    expect(room.failures).toEqual([])
  })

  it('forgets a station that is gone, and judges all others', async () => {
    const other = { ...STATION, id: 'TR-2' as StationId }
    const room = roomOf({ stations: [STATION, other] })
    for (const { id } of [STATION, other]) await room.keep(id, 'flow', road(START - 8 * DAY, START + DAY))
    await room.desk.open()
    await room.runTo(START + 2 * MINUTE)
    expect(room.desk.followed()).toHaveLength(4)
    room.stations.delete(STATION.id)
    room.desk.stationRemoved(STATION.id)
    // Issued before, and nobody told the desk that its station went.
    const gone = { station: 'GONE' as StationId, property: 'vn_aqi', span: 'hours' as const, model: 'm', scale: 1 }
    const quantiles = Float32Array.of(1, 2, 3, 4, 5)
    await room.store.put([
      { ...gone, issuedAt: START - DAY, start: START - DAY, stepMs: HOUR, quantiles, extremal: TOGETHER },
    ])
    await room.runTo(START + 4 * HOUR, MINUTE)
    expect(room.desk.followed().map(({ station }) => station)).toEqual(['TR-2', 'TR-2'])
    expect((await room.store.choices()).map(({ station }) => station)).toEqual(['TR-2', 'TR-2'])
    expect((await room.store.newest(0)).map(({ station }) => station).sort()).toEqual(['GONE', 'TR-2', 'TR-2'])
    expect((await room.store.sums(0)).map(({ station, count }) => `${station} ${count > 0}`)).toEqual([
      'GONE false',
      'TR-2 true',
    ])
    await room.desk.close()
    expect(room.failures).toEqual([])
  })

  it('judges all others where the truth of one cannot be read', async () => {
    const memory = createMemoryStore()
    let broken = false
    const buckets: typeof memory.buckets = (query) =>
      broken && query.properties.some((key) => key === 'speed')
        ? Promise.reject(coded('store.away', 'no answer'))
        : memory.buckets(query)
    const room = roomOf({ observations: { ...memory, buckets } })
    for (const property of ['speed', 'flow'])
      await room.keep(STATION.id, property, road(START - 8 * DAY, START + 5 * HOUR))
    await room.desk.open()
    await room.runTo(START + 2 * MINUTE)
    broken = true
    await room.runTo(START + 4 * HOUR, MINUTE)
    const recordOf = (property: string) => room.desk.records.get(find(room.desk.followed(), property, 'hours'))
    expect(recordOf('flow')!.week!.count).toBeGreaterThan(0)
    expect(recordOf('speed')!.week).toBeNull()
    expect(room.failures.length).toBeGreaterThan(0)
    await room.desk.close()
  })

  it('counts what arrives late, and shows forecasts of a hard week that are better than the naive', async () => {
    const room = roomOf()
    await room.keep(STATION.id, 'flow', road(START - 8 * DAY, START))
    await room.desk.open()
    await room.runTo(START + 2 * MINUTE)
    // The device is silent for four hours, and then delivers what it kept.
    await room.runTo(START + 4 * HOUR, MINUTE)
    const hours = find(room.desk.followed(), 'flow', 'hours')
    const counts = async () => (await room.store.sums(0)).map(({ count }) => count)
    expect(await counts()).toEqual([0])
    await room.keep(STATION.id, 'flow', road(START, START + 4 * HOUR))
    await room.runTo(START + 6 * HOUR + 2 * MINUTE, 2 * MINUTE)
    const [sum] = (await room.store.sums(0)).filter(({ span }) => span === 'hours')
    const issued = await room.store.issued({ property: 'flow', from: 0, to: START + 3 * HOUR })
    expect(sum!.count).toBe(18 * issued.filter(({ span }) => span === 'hours').length)
    expect(sum!.floor).toBeGreaterThan(sum!.scaled)

    const place = { station: STATION.id, property: 'flow', span: 'hours' as const, model: 'm' }
    const hard = { count: 18, error: 90, scaled: 200, pinball: 90, within50: 9, within90: 16 }
    const week = Array.from({ length: 7 }, (_, day) => ({ ...place, issuedAt: START - (day + 0.5) * DAY, ...hard }))
    await room.store.putScores(week.map((score) => ({ ...score, floor: 230 })))
    await room.desk.records.refresh()
    expect(room.desk.records.get(hours)).toMatchObject({ reliable: true })
    expect(room.desk.records.get(hours)!.week!.mase).toBeGreaterThan(5)
    await room.store.putScores(week.map((score) => ({ ...score, floor: 20 })))
    await room.desk.records.refresh()
    expect(room.desk.records.get(hours)).toMatchObject({ reliable: false })
    await room.desk.close()
  })

  it('goes on where it stopped, without choosing anew', async () => {
    const first = roomOf()
    await first.keep(STATION.id, 'flow', road(START - 8 * DAY, START + 2 * HOUR))
    await first.desk.open()
    await first.runTo(START + 2 * MINUTE)
    const before = first.desk.followed().map(({ choice, issued }) => ({ choice, issued }))
    await first.desk.close()

    const chosen: boolean[] = []
    const worker: typeof HERE = {
      ...HERE,
      run: (job) => {
        chosen.push(job.choice === null)
        return HERE.run(job)
      },
    }
    const { store, observations } = first
    const second = openForecastRoom({ stations: [STATION], start: START + 5 * MINUTE, store, observations, worker })
    await second.desk.open()
    const all = second.desk.followed()
    expect(all.map(({ choice, issued }) => ({ choice, issued }))).toEqual(expect.arrayContaining(before))
    await second.keep(STATION.id, 'flow', [])
    await second.runTo(START + HOUR + 2 * MINUTE)
    expect(chosen).toEqual([false, false])
    await second.desk.close()
  })

  it('shows no forecast with a bad record, and goes on judging it', async () => {
    const room = roomOf()
    const place = { station: STATION.id, property: 'flow', span: 'day' as const, model: 'combination' }
    const bad = { count: 24, error: 90, scaled: 40, pinball: 20, within50: 3, within90: 5, floor: 30 }
    await room.store.putScores(
      Array.from({ length: 7 }, (_, day) => ({ ...place, issuedAt: START - (day + 0.5) * DAY, ...bad })),
    )
    await room.keep(STATION.id, 'flow', road(START - 8 * DAY, START))
    await room.desk.open()
    await room.runTo(START + 2 * MINUTE)
    const followed = find(room.desk.followed(), 'flow', 'day')
    const record = room.desk.records.get(followed)!
    expect(followed.issued).not.toBeNull()
    expect(record.reliable).toBe(false)
    expect(toWireForecast(followed, record, room.clock.now())).toBeNull()
    expect(toWireState(followed, record, room.clock.now())).toMatchObject({
      without: 'unreliable',
      week: { count: 168 },
    })
    await room.desk.close()
  })
})
