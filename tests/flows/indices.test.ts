import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '@ioc/server/adapters/memory/observation-store'
import { createIndexDesk } from '@ioc/server/indices/desk'
import { readIndex, type IndexQuery, type IndexReading } from '@ioc/server/indices/read-index'
import { createLatest } from '@ioc/server/ingest/latest'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation, Quality } from '@ioc/shared/observation'
import type { IndexKey } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { createManualClock } from '../manual-clock.js'
import { silentEvents } from '../silent-events.js'

// Ten in the morning in Huế.
const NOW = Date.parse('2026-11-20T03:00:00Z')
const DAY_START = Date.parse('2026-11-19T17:00:00Z')
const AIR = 'HUE-AQ-01' as StationId
const GAUGE = 'HUE-WL-05' as StationId
const ROAD = 'HUE-TR-01' as StationId

function station(id: StationId, attributes: Station['attributes'] = {}): Station {
  return { id, name: id, kind: 'air', lon: 107, lat: 16, area: '1', agency: '', reportIntervalS: 1_800, attributes }
}

function room() {
  const clock = createManualClock(NOW)
  const store = createMemoryStore()
  const stations = new Map([
    [AIR, station(AIR)],
    [GAUGE, station(GAUGE, { bd1: 1, bd2: 2, bd3: 3.5 })],
    [ROAD, station(ROAD, { freeFlowKmh: 60 })],
  ])
  const latest = createLatest([], NOW)
  const published: string[] = []
  const desk = createIndexDesk({
    store,
    stations,
    clock,
    events: silentEvents(),
    publish(id, key, value) {
      if (!latest.setIndex(id, key, value)) return
      published.push(`${id} ${key} ${value ? `${value.value}/${value.band} ${value.main}` : 'none'}`)
    },
  })
  const current = (id: StationId, key: IndexKey) => latest.get(id)?.indices.get(key)

  /** Stores a value, as ingest does, and tells the desk. */
  async function measure(id: StationId, key: string, at: number, value: number, quality: Quality = 'good') {
    const property = key as PropertyKey
    const datastream = datastreamId(id, property)
    const observation: Observation = {
      datastream,
      station: id,
      property,
      at,
      value,
      quality,
      receivedAt: clock.now(),
      timeSource: 'device',
    }
    const outcomes = await store.classify([observation])
    await store.commit({ observations: [observation], outcomes, rejections: [], tallies: [] })
    desk.take([observation], outcomes)
  }

  async function read(change: Partial<IndexQuery>): Promise<IndexReading[]> {
    const all: IndexReading[] = []
    const query: IndexQuery = {
      store,
      station: stations.get(AIR)!,
      key: 'vn_aqi',
      from: DAY_START,
      to: NOW + DAY,
      everyMs: null,
      fn: null,
      now: clock.now(),
      ...change,
    }
    for await (const chunk of readIndex(query)) all.push(...chunk)
    return all
  }
  return { clock, stations, desk, current, published, measure, read }
}

describe('VN_AQI as it is now', () => {
  it('is computed within two seconds of a new value, and told when it changes', async () => {
    const { desk, clock, published, measure, current } = room()
    await measure(AIR, 'pm2_5', NOW - HOUR, 40)
    await measure(AIR, 'pm2_5', NOW, 40)
    await measure(AIR, 'temperature', NOW, 30)
    expect(published).toEqual([])
    clock.advance(2 * SECOND)
    await desk.settled()
    expect(published).toEqual([`${AIR} vn_aqi 80/2 pm2_5`, `${AIR} vn_aqi_day 80/2 pm2_5`])
    expect(current(AIR, 'vn_aqi')).toEqual({ value: 80, band: 2, main: 'pm2_5', at: NOW })
    expect(current(AIR, 'vn_aqi_day')?.at).toBe(DAY_START)
    clock.advance(MINUTE)
    await measure(AIR, 'pm2_5', NOW + MINUTE, 40)
    await desk.settled()
    expect(published).toHaveLength(2)
  })

  it('is that of the last hour while the running one has no value, for three hours', async () => {
    const { desk, clock, published, measure, current } = room()
    for (const back of [0, 1, 2]) await measure(AIR, 'pm2_5', NOW - back * HOUR, 40)
    await desk.settled()
    clock.advance(3 * HOUR)
    await desk.settled()
    // NowCast still reaches the first hour after the last value.
    expect(current(AIR, 'vn_aqi')?.at).toBe(NOW + HOUR)
    clock.advance(2 * HOUR)
    await desk.settled()
    expect(current(AIR, 'vn_aqi')).toBeUndefined()
    expect(published.at(-1)).toBe(`${AIR} vn_aqi none`)
  })

  it('takes good values alone, and follows a correction', async () => {
    const { desk, measure, current } = room()
    for (const back of [0, 1]) await measure(AIR, 'pm2_5', NOW - back * HOUR, 40)
    await measure(AIR, 'pm2_5', NOW + 1, 900, 'fault')
    await desk.settled()
    expect(current(AIR, 'vn_aqi')?.value).toBe(80)
    for (const back of [0, 1]) await measure(AIR, 'pm2_5', NOW - back * HOUR, 20)
    await desk.settled()
    expect(current(AIR, 'vn_aqi')?.value).toBe(40)
  })
})

describe('the flood level as it is now', () => {
  it('follows the newest water level at once', async () => {
    const { published, measure, current } = room()
    await measure(GAUGE, 'water_level', NOW, 0.5)
    await measure(GAUGE, 'water_level', NOW + 2, 2.4)
    await measure(GAUGE, 'water_level', NOW + 1, 9)
    await measure(GAUGE, 'water_level', NOW + 3, 9, 'fault')
    expect(published).toEqual([`${GAUGE} flood_level 0/0 water_level`, `${GAUGE} flood_level 2/2 water_level`])
    expect(current(GAUGE, 'flood_level')?.at).toBe(NOW + 2)
  })

  it('makes no flood of a level that cannot be, and hides none that is only doubted', async () => {
    const { published, measure, read, stations } = room()
    await measure(GAUGE, 'water_level', NOW, 0.5)
    await measure(GAUGE, 'water_level', NOW + 1, 400, 'suspect')
    expect(published).toEqual([`${GAUGE} flood_level 0/0 water_level`])
    await measure(GAUGE, 'water_level', NOW + 2, 2.4, 'suspect')
    expect(published.at(-1)).toBe(`${GAUGE} flood_level 2/2 water_level`)
    const levels = await read({ key: 'flood_level', station: stations.get(GAUGE)! })
    expect(levels.map(({ value, quality }) => `${value} ${quality}`)).toEqual(['0 good', '2 suspect'])
  })

  it('is there only where the station has its three limits, and follows them', async () => {
    const { published, measure, stations, desk } = room()
    await measure(AIR, 'water_level', NOW, 9)
    await measure(GAUGE, 'water_level', NOW, 2.4)
    stations.set(GAUGE, station(GAUGE, { bd1: 1, bd2: 1.5, bd3: 2 }))
    desk.stationChanged(GAUGE)
    stations.set(GAUGE, station(GAUGE))
    desk.stationChanged(GAUGE)
    expect(published.map((line) => line.split(' ')[2])).toEqual(['2/2', '3/3', 'none'])
  })
})

describe('reading VN_AQI', () => {
  it('gives each hour that has an index, with how complete it is', async () => {
    const { measure, read, clock } = room()
    await measure(AIR, 'pm2_5', NOW - 3 * HOUR, 40)
    await measure(AIR, 'pm2_5', NOW - 2 * HOUR, 40)
    await measure(AIR, 'pm2_5', NOW - 2 * HOUR + 30 * MINUTE, 40)
    clock.advance(30 * MINUTE)
    expect(await read({})).toEqual([
      { at: NOW - 2 * HOUR, value: 80, quality: 'good', completeness: 1 },
      { at: NOW - HOUR, value: 80, quality: 'good', completeness: 0 },
    ])
  })

  it('reaches back twelve hours before the range, and ends before `to`', async () => {
    const { measure, read } = room()
    for (let back = 11; back >= 0; back -= 1) await measure(AIR, 'pm2_5', NOW - back * HOUR, back === 0 ? 25 : 50)
    const [only, ...others] = await read({ from: NOW, to: NOW + 1 })
    expect(others).toEqual([])
    // w = ½ over twelve hours: 25 × 2048/4095 + 50 × 2047/4095.
    expect(only).toMatchObject({ at: NOW, value: 75 })
    expect(await read({ from: NOW + 1, to: NOW + HOUR })).toEqual([])
  })

  it('corrects past hours with data that comes late', async () => {
    const { measure, read } = room()
    for (const back of [0, 1, 2]) await measure(AIR, 'pm2_5', NOW - back * HOUR, 40)
    const before = await read({})
    await measure(AIR, 'no2', NOW - HOUR + 5, 450)
    const after = await read({})
    expect(before.map((reading) => reading.value)).toEqual([80, 80])
    expect(after.map((reading) => reading.value)).toEqual([125, 80])
  })

  it('takes the highest of each bucket unless told otherwise', async () => {
    const { measure, read } = room()
    for (const back of [0, 1, 2]) await measure(AIR, 'pm2_5', NOW - back * HOUR, 40)
    await measure(AIR, 'no2', NOW - HOUR, 450)
    expect(await read({ everyMs: DAY })).toEqual([{ at: DAY_START, value: 125, quality: 'good' }])
    expect(await read({ everyMs: DAY, fn: 'count' })).toEqual([{ at: DAY_START, value: 2, quality: 'good' }])
  })

  it('gives one value for each local day, today so far included', async () => {
    const { measure, read } = room()
    await measure(AIR, 'pm2_5', DAY_START - 1, 25)
    await measure(AIR, 'pm2_5', DAY_START, 50)
    await measure(AIR, 'pm2_5', NOW, 80)
    const days = await read({ key: 'vn_aqi_day', from: DAY_START - 2 * DAY })
    expect(days.map(({ at, value }) => [at, value])).toEqual([
      [DAY_START - DAY, 50],
      [DAY_START, 125],
    ])
    expect(await read({ key: 'vn_aqi_day', from: DAY_START + 1 })).toEqual([])
  })

  it('reads the whole of time in one go', async () => {
    const { measure, read } = room()
    for (const back of [0, 1]) await measure(AIR, 'pm10', NOW - back * HOUR, 100)
    const hours = await read({ from: 0, to: NOW + 365 * DAY })
    expect(hours.map(({ at, value }) => [at, value])).toEqual([[NOW, 75]])
  })
})

it('reads the flood level as often as the water was measured', async () => {
  const { measure, read, stations } = room()
  for (const [minute, value] of [0.5, 1, 2, 3.5].entries())
    await measure(GAUGE, 'water_level', NOW + minute * MINUTE, value)
  const levels = await read({ key: 'flood_level', station: stations.get(GAUGE)! })
  expect(levels.map(({ value }) => value)).toEqual([0, 1, 2, 3])
  const lastHalf = await read({ key: 'flood_level', station: stations.get(GAUGE)!, everyMs: 10 * MINUTE, fn: 'last' })
  expect(lastHalf).toEqual([{ at: NOW, value: 3, quality: 'good' }])
  expect(await read({ key: 'flood_level', station: stations.get(AIR)! })).toEqual([])
})

it('knows the level of service of a road by its speed, now and in the past', async () => {
  const { measure, current, read, stations } = room()
  for (const [minute, speed] of [55, 35, 12].entries()) await measure(ROAD, 'speed', NOW + minute * MINUTE, speed)
  expect(current(ROAD, 'los')).toMatchObject({ value: 6, main: 'speed' })
  const levels = await read({ key: 'los', station: stations.get(ROAD)! })
  expect(levels.map(({ value }) => value)).toEqual([1, 3, 6])
})
