import { describe, expect, it } from 'vitest'
import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { DAY, formatTime, HOUR, MINUTE } from '@ioc/shared/time'
import type { LatestStation } from '@ioc/shared/wire'
import { presentOf } from './present-of.js'
import { summarize, type OverviewFacts } from './summarize.js'

const NOW = Date.parse('2026-11-22T07:00:00Z')

function station(id: string, change: Partial<Station> = {}): Station {
  const place = { lon: 107.5, lat: 16.4, area: '1', agency: 'Đài Khí tượng Thủy văn', reportIntervalS: 60 }
  return { id: id as StationId, name: id, kind: 'water', ...place, ...change }
}

interface State extends Partial<Omit<LatestStation, 'values' | 'indices'>> {
  values?: Record<string, number>
  indices?: Record<string, number>
  ageMs?: number
  quality?: 'good' | 'fault' | 'suspect'
}

function states(at: number, found: Record<string, State>): ReadonlyMap<string, LatestStation> {
  return new Map(
    Object.entries(found).map(([id, { values = {}, indices = {}, ageMs = 0, quality = 'good', ...change }]) => {
      const time = new Date(at - ageMs).toISOString()
      const latest: LatestStation = {
        station: id,
        at: time,
        receivedAt: time,
        connection: null,
        reporting: 'reporting',
        values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, at: time, quality }])),
        indices: Object.fromEntries(
          Object.entries(indices).map(([key, value]) => [key, { value, band: 1, main: 'x', at: time }]),
        ),
        alarm: null,
        ...change,
      }
      return [id, latest]
    }),
  )
}

type States = ReadonlyMap<string, LatestStation>

/** Before, as of stations of which nothing is known since. */
function anHourAgo(found: Record<string, State>): NonNullable<Given['before']> {
  return { halfHourAgo: new Map(), hourAgo: states(NOW - HOUR, found) }
}

interface Given extends Partial<Omit<OverviewFacts, 'latest' | 'before' | 'dayAgo' | 'completeness'>> {
  latest?: States
  before?: { halfHourAgo: States; hourAgo: States }
  dayAgo?: States
  complete?: ReadonlyMap<string, number>
}

function past(at: number, found: States = new Map()): OverviewFacts['dayAgo'] {
  return {
    at,
    newest: (id, property) =>
      presentOf(found)
        .get(id as StationId)
        ?.values.get(property),
  }
}

function facts({ latest = new Map(), before, dayAgo, complete, ...change }: Given): OverviewFacts {
  const nothing = new Map()
  return {
    now: NOW,
    stations: [],
    rain: nothing,
    airDayAgo: nothing,
    loadsAhead: nothing,
    latest: presentOf(latest),
    before: { halfHourAgo: past(NOW - HOUR / 2, before?.halfHourAgo), hourAgo: past(NOW - HOUR, before?.hourAgo) },
    dayAgo: past(NOW - DAY, dayAgo),
    completeness: ({ id }) => complete?.get(id) ?? null,
    ...change,
  }
}

const silent = (ageMs: number) => ({ values: { water_level: 4.9 }, indices: { flood_level: 3 }, ageMs })
const minutes = (ageMs: number) => ({ values: { water_level: 1 }, ageMs: ageMs * MINUTE })

describe('the rivers of an overview', () => {
  const limits = { bd1: 1, bd2: 2, bd3: 3.5 }

  it('say the next limit and when it is reached if the last hour goes on', async () => {
    const { rivers, river, gaugesAbove } = await summarize(
      facts({
        stations: [station('calm', { attributes: limits }), station('rising', { attributes: limits })],
        latest: states(NOW, {
          calm: { values: { water_level: 0.5 }, indices: { flood_level: 0 } },
          rising: { values: { water_level: 1.5 }, indices: { flood_level: 1 } },
        }),
        before: anHourAgo({ calm: { values: { water_level: 0.5 } }, rising: { values: { water_level: 1.25 } } }),
        dayAgo: states(NOW - DAY, { rising: { values: { water_level: 0.4 } } }),
      }),
    )
    expect(rivers.map(({ station: id }) => id)).toEqual(['rising', 'calm'])
    expect(river).toMatchObject({
      station: 'rising',
      value: 1.5,
      at: new Date(NOW).toISOString(),
      yesterday: 0.4,
      level: 1,
      next: { level: 2, limit: 2 },
    })
    expect(river?.trend).toBeCloseTo(0.25)
    expect(river?.next?.inS).toBeCloseTo(7_200)
    expect(rivers[1]?.next).toEqual({ level: 1, limit: 1, inS: null })
    expect(gaugesAbove).toEqual([1, 0, 0])
  })

  it('divide what a gauge rose by the time that lay between its reports, and count from now', async () => {
    const { rivers } = await summarize(
      facts({
        stations: [station('seldom', { attributes: limits })],
        latest: states(NOW, { seldom: { values: { water_level: 3.25 }, ageMs: HOUR / 4 } }),
        before: anHourAgo({ seldom: { values: { water_level: 3 } } }),
      }),
    )
    expect(rivers[0]?.trend).toBeCloseTo(1 / 3)
    expect(rivers[0]?.next?.inS).toBeCloseTo(1_800)
  })

  it('call nothing a trend that was measured within minutes', async () => {
    const { rivers } = await summarize(
      facts({
        stations: [station('often', { attributes: limits })],
        latest: states(NOW, { often: { values: { water_level: 3.2 }, ageMs: 50 * 60_000 } }),
        before: anHourAgo({ often: { values: { water_level: 3 } } }),
      }),
    )
    expect(rivers[0]).toMatchObject({ trend: null, next: { level: 3, inS: null } })
  })

  it('keep a gauge that fell silent in its place and marked, and tell it beside the headline', async () => {
    const { rivers, river, gaugesAbove, silentAbove } = await summarize(
      facts({
        stations: ['calm', 'dry', 'cut', 'gone'].map((id) => station(id, { attributes: limits })),
        latest: states(NOW, {
          calm: { values: { water_level: 0.5 }, indices: { flood_level: 0 } },
          dry: { values: { water_level: 0.1 }, indices: { flood_level: 0 }, ageMs: 5 * HOUR },
          cut: { ...silent(5 * HOUR), reporting: 'silent' },
          gone: { ...silent(4 * DAY), reporting: 'silent' },
        }),
        before: anHourAgo({ cut: { values: { water_level: 4.9 }, ageMs: 4 * HOUR } }),
      }),
    )
    expect(rivers.map(({ station: id, old }) => [id, old])).toEqual([
      ['cut', true],
      ['calm', undefined],
      ['dry', true],
      ['gone', true],
    ])
    expect(river?.station).toBe('calm')
    expect(gaugesAbove).toEqual([0, 0, 0])
    expect(silentAbove).toMatchObject({
      count: 1,
      worst: { station: 'cut', value: 4.9, level: 3, at: new Date(NOW - 5 * HOUR).toISOString(), trend: null },
    })
  })

  it('are of now for four intervals, and for a quarter of an hour at least', async () => {
    const { rivers } = await summarize(
      facts({
        stations: [station('often'), station('late'), station('seldom', { reportIntervalS: 3_600 })],
        latest: states(NOW, { often: minutes(15), late: minutes(16), seldom: minutes(240) }),
      }),
    )
    expect(rivers.filter(({ old }) => old).map(({ station: id }) => id)).toEqual(['late'])
  })

  it('keep a doubted level in the list and marked, and count it for nothing', async () => {
    const { rivers, river, gaugesAbove } = await summarize(
      facts({
        stations: [station('calm', { attributes: limits }), station('doubted', { attributes: limits })],
        latest: states(NOW, {
          calm: { values: { water_level: 0.5 }, indices: { flood_level: 0 } },
          doubted: { values: { water_level: 9 }, indices: { flood_level: 3 }, quality: 'suspect' },
        }),
        before: anHourAgo({ doubted: { values: { water_level: 2 } } }),
      }),
    )
    expect(rivers[0]).toMatchObject({ station: 'doubted', value: 9, quality: 'suspect', trend: null })
    expect(rivers[1]).not.toHaveProperty('quality')
    expect(river?.station).toBe('calm')
    expect(gaugesAbove).toEqual([0, 0, 0])
  })

  it('leave out what is faulty', async () => {
    const { rivers } = await summarize(
      facts({
        stations: [station('faulty')],
        latest: states(NOW, {
          faulty: { values: { water_level: 2 }, quality: 'fault' },
        }),
      }),
    )
    expect(rivers).toEqual([])
  })
})

it('takes no headline and no band from an index of days ago, and an hour may be over for a while', async () => {
  const { air, airBands, airs } = await summarize(
    facts({
      stations: [station('silent'), station('hourly')],
      latest: states(NOW, {
        silent: { indices: { vn_aqi: 400 }, ageMs: 5 * DAY },
        hourly: { indices: { vn_aqi: 80 }, ageMs: HOUR + 15 * MINUTE },
      }),
      airDayAgo: new Map([['hourly', 60]]),
    }),
  )
  expect(air).toMatchObject({ station: 'hourly', value: 80, yesterday: 60 })
  expect(airBands).toEqual([1, 0, 0, 0, 0, 0])
  expect(airs.map(({ station: id, old }) => [id, old])).toEqual([
    ['hourly', undefined],
    ['silent', true],
  ])
})

it('sums up what is fresh alone, and keeps the rest at the end of its list', async () => {
  const { load, loads, speed, jammed, roads } = await summarize(
    facts({
      stations: [station('a'), station('b'), road('fast', 40), road('stuck', 40)],
      latest: new Map([
        ...states(NOW, { a: { values: { active_power: 60 } }, fast: { values: { speed: 40 } } }),
        ...states(NOW - HOUR, {
          b: { values: { active_power: 900 } },
          stuck: { values: { speed: 1 }, indices: { los: 6 } },
        }),
      ]),
    }),
  )
  expect([load?.value, speed?.value, jammed]).toEqual([60, 40, 0])
  expect(loads.map(({ station: id, old }) => [id, old])).toEqual([
    ['a', undefined],
    ['b', true],
  ])
  expect(roads.at(-1)).toMatchObject({ station: 'stuck', old: true })
})

const road = (id: string, freeFlowKmh: number) => station(id, { kind: 'traffic', attributes: { freeFlowKmh } })

it('weighs the mean speed by flow, and names the slowest road against its free flow first', async () => {
  const { speed, roads, jammed } = await summarize(
    facts({
      stations: [road('fast', 40), road('slow', 80)],
      latest: states(NOW, {
        fast: { values: { speed: 40, flow: 300 }, indices: { los: 1 } },
        slow: { values: { speed: 20, flow: 900 }, indices: { los: 6 } },
      }),
    }),
  )
  expect(speed).toEqual({ value: 25, yesterday: null })
  expect(roads.map(({ station: id }) => id)).toEqual(['slow', 'fast'])
  expect(jammed).toBe(1)
})

it('compares the mean speed with that of the same roads yesterday', async () => {
  const { speed } = await summarize(
    facts({
      stations: [road('fast', 80), road('slow', 20)],
      latest: new Map([
        ...states(NOW - HOUR, { fast: { values: { speed: 80 } } }),
        ...states(NOW, { slow: { values: { speed: 20 } } }),
      ]),
      dayAgo: states(NOW - DAY, { fast: { values: { speed: 80 } }, slow: { values: { speed: 20 } } }),
    }),
  )
  expect(speed).toEqual({ value: 20, yesterday: 20 })
})

it('compares the load with yesterday only where all of yesterday is known', async () => {
  const both = [station('a', { attributes: { ratedKw: 100 } }), station('b', { attributes: { ratedKw: 50 } })]
  const latest = states(NOW, { a: { values: { active_power: 60 } }, b: { values: { active_power: 40 } } })
  const half = states(NOW - DAY, { a: { values: { active_power: 50 } } })
  const whole = states(NOW - DAY, { a: { values: { active_power: 50 } }, b: { values: { active_power: 30 } } })
  expect((await summarize(facts({ stations: both, latest, dayAgo: half }))).load).toEqual({
    value: 100,
    yesterday: null,
  })
  const { load, loads } = await summarize(facts({ stations: both, latest, dayAgo: whole }))
  expect(load).toEqual({ value: 100, yesterday: 80 })
  expect(loads.map(({ station: id, share }) => [id, share])).toEqual([
    ['b', 0.8],
    ['a', 0.6],
  ])
})

it('leaves what is doubted out of every sum and mean', async () => {
  const rated = { attributes: { ratedKw: 1_000 } }
  const { load, loads, speed } = await summarize(
    facts({
      stations: [station('wild', rated), station('sound', rated), road('road', 40), road('ghost', 40)],
      latest: new Map([
        ...states(NOW, { sound: { values: { active_power: 400 } }, road: { values: { speed: 30, flow: 100 } } }),
        ...states(NOW, {
          wild: { values: { active_power: 900_000 }, quality: 'suspect' },
          ghost: { values: { speed: 300, flow: 100 }, quality: 'suspect' },
        }),
      ]),
    }),
  )
  expect(load?.value).toBe(400)
  expect(loads.map(({ station: id }) => id)).toEqual(['sound'])
  expect(speed?.value).toBe(30)
})

it('puts first what is nearest to its limit, now or at the peak that is expected', async () => {
  const rated = ['high', 'rising', 'falling'].map((id) => station(id, { attributes: { ratedKw: 100 } }))
  const latest = states(NOW, {
    high: { values: { active_power: 70 } },
    rising: { values: { active_power: 40 } },
    falling: { values: { active_power: 80 } },
  })
  const hours = (...values: number[]) => values.map((value, n) => ({ at: formatTime(NOW + (n - 1) * HOUR), value }))
  // Of an hour that is over, however high it was, nothing is expected.
  const loadsAhead = new Map([
    ['rising', hours(99, 50, 95, 40)],
    ['falling', hours(99, 60, 55, 50)],
  ])
  const { loads } = await summarize(facts({ stations: rated, latest, loadsAhead }))
  expect(loads.map(({ station: id, peak: most }) => [id, most?.value])).toEqual([
    ['rising', 95],
    ['falling', 60],
    ['high', undefined],
  ])
})

it('scores the data of each agency, the worst first', async () => {
  const { agencies } = await summarize(
    facts({
      stations: [
        station('a'),
        station('b'),
        station('c', { agency: 'Sở Xây dựng' }),
        // Nothing was ever heard of it: there is no signal to lose.
        station('d', { agency: 'Sở Xây dựng' }),
      ],
      latest: states(NOW, {
        a: { values: { water_level: 1 } },
        b: { reporting: 'silent', values: { water_level: 1 }, quality: 'fault' },
        c: { reporting: 'late' },
        d: { reporting: 'never' },
      }),
      complete: new Map([
        ['a', 1],
        ['b', 0.5],
      ]),
    }),
  )
  expect(agencies).toEqual([
    { agency: 'Đài Khí tượng Thủy văn', stations: 2, onTime: 0.5, complete: 0.75, clean: 0.5, alive: 0.5 },
    { agency: 'Sở Xây dựng', stations: 1, onTime: 0, complete: null, clean: null, alive: 1 },
  ])
})

it('has as the most rain that of a gauge which still tells', async () => {
  const gauges = [station('drowned'), station('dry')]
  const latest = states(NOW, { drowned: { values: { rain: 4 }, ageMs: 11 * HOUR }, dry: { values: { rain: 0 } } })
  const rain = new Map([
    ['drowned', { value: 80, yesterday: 0 }],
    ['dry', { value: 2, yesterday: 1 }],
  ])
  const { rain: most } = await summarize(facts({ stations: gauges, latest, rain }))
  expect(most).toEqual({ station: 'dry', value: 2, yesterday: 1 })
})

it('takes nothing of a station that fell silent for what is so now, however young', async () => {
  const lost = { reporting: 'silent', ageMs: 3 * MINUTE } as const
  const kept = { reporting: 'late', ageMs: 90_000 } as const
  const values = { water_level: 2, rain: 4, speed: 10, active_power: 100 }
  const stations = [
    station('lost', { attributes: { bd1: 1, bd2: 3 } }),
    station('kept', { attributes: { bd1: 1, bd2: 3 } }),
  ]
  const latest = states(NOW, {
    lost: { ...lost, values, indices: { vn_aqi: 160, flood_level: 1, los: 6 } },
    kept: {
      ...kept,
      values: { ...values, water_level: 1.5, speed: 40, active_power: 50 },
      indices: { vn_aqi: 60, flood_level: 1, los: 2 },
    },
  })
  const rain = new Map([
    ['lost', { value: 80, yesterday: 0 }],
    ['kept', { value: 2, yesterday: 1 }],
  ])
  const before = anHourAgo({ lost: { values: { water_level: 1 } }, kept: { values: { water_level: 1 } } })
  const told = await summarize(facts({ stations, latest, rain, before }))
  expect(told).toMatchObject({
    river: { station: 'kept' },
    gaugesAbove: [1, 0, 0],
    silentAbove: { count: 1, worst: { station: 'lost', value: 2 } },
    air: { station: 'kept' },
    rain: { station: 'kept' },
    speed: { value: 40 },
    jammed: 0,
    load: { value: 50 },
  })
  // It stays in its list, with what was last known, and nobody says which way it goes.
  const river = told.rivers.find((line) => line.station === 'lost')
  expect(river).toMatchObject({ old: true, value: 2, trend: null, next: { level: 2, inS: null } })
  expect(told.rivers.find((line) => line.station === 'kept')?.trend).toBeGreaterThan(0)
})
