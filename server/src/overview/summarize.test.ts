import { describe, expect, it } from 'vitest'
import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR } from '@ioc/shared/time'
import type { LatestStation } from '@ioc/shared/wire'
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
  quality?: 'good' | 'fault'
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

function facts(change: Partial<OverviewFacts>): OverviewFacts {
  const nothing = new Map()
  const past = { hourAgo: nothing, dayAgo: nothing, rain: nothing, complete: nothing, peaks: nothing }
  return { now: NOW, stations: [], latest: nothing, ...past, ...change }
}

describe('the rivers of an overview', () => {
  const limits = { bd1: 1, bd2: 2, bd3: 3.5 }

  it('say the next limit and when it is reached if the last hour goes on', () => {
    const { rivers, river, gaugesAbove } = summarize(
      facts({
        stations: [station('calm', { attributes: limits }), station('rising', { attributes: limits })],
        latest: states(NOW, {
          calm: { values: { water_level: 0.5 }, indices: { flood_level: 0 } },
          rising: { values: { water_level: 1.5 }, indices: { flood_level: 1 } },
        }),
        hourAgo: states(NOW - HOUR, {
          calm: { values: { water_level: 0.5 } },
          rising: { values: { water_level: 1.25 } },
        }),
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

  it('divide what a gauge rose by the time that lay between its reports, and count from now', () => {
    const { rivers } = summarize(
      facts({
        stations: [station('seldom', { attributes: limits })],
        latest: states(NOW, { seldom: { values: { water_level: 3.25 }, ageMs: HOUR / 4 } }),
        hourAgo: states(NOW - HOUR, { seldom: { values: { water_level: 3 } } }),
      }),
    )
    expect(rivers[0]?.trend).toBeCloseTo(1 / 3)
    expect(rivers[0]?.next?.inS).toBeCloseTo(1_800)
  })

  it('call nothing a trend that was measured within minutes', () => {
    const { rivers } = summarize(
      facts({
        stations: [station('often', { attributes: limits })],
        latest: states(NOW, { often: { values: { water_level: 3.2 }, ageMs: 50 * 60_000 } }),
        hourAgo: states(NOW - HOUR, { often: { values: { water_level: 3 } } }),
      }),
    )
    expect(rivers[0]).toMatchObject({ trend: null, next: { level: 3, inS: null } })
  })

  it('keep a gauge that fell silent at the height that it was last heard at', () => {
    const { rivers, river, gaugesAbove } = summarize(
      facts({
        stations: [station('calm', { attributes: limits }), station('cut', { attributes: limits })],
        latest: states(NOW, {
          calm: { values: { water_level: 0.5 }, indices: { flood_level: 0 } },
          cut: { values: { water_level: 4.9 }, indices: { flood_level: 3 }, ageMs: 5 * HOUR, reporting: 'silent' },
        }),
        hourAgo: states(NOW - HOUR, { cut: { values: { water_level: 4.9 }, ageMs: 4 * HOUR } }),
      }),
    )
    expect(rivers.map(({ station: id }) => id)).toEqual(['cut', 'calm'])
    expect(river).toMatchObject({ station: 'cut', at: new Date(NOW - 5 * HOUR).toISOString(), trend: null })
    expect(gaugesAbove).toEqual([1, 1, 1])
  })

  it('leave out what is faulty', () => {
    const { rivers } = summarize(
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

const road = (id: string, freeFlowKmh: number) => station(id, { kind: 'traffic', attributes: { freeFlowKmh } })

it('weighs the mean speed by flow, and names the slowest road against its free flow first', () => {
  const { speed, roads, jammed } = summarize(
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

it('compares the load with yesterday only where all of yesterday is known', () => {
  const both = [station('a', { attributes: { ratedKw: 100 } }), station('b', { attributes: { ratedKw: 50 } })]
  const latest = states(NOW, { a: { values: { active_power: 60 } }, b: { values: { active_power: 40 } } })
  const half = states(NOW - DAY, { a: { values: { active_power: 50 } } })
  const whole = states(NOW - DAY, { a: { values: { active_power: 50 } }, b: { values: { active_power: 30 } } })
  expect(summarize(facts({ stations: both, latest, dayAgo: half })).load).toEqual({ value: 100, yesterday: null })
  const { load, loads } = summarize(facts({ stations: both, latest, dayAgo: whole }))
  expect(load).toEqual({ value: 100, yesterday: 80 })
  expect(loads.map(({ station: id, share }) => [id, share])).toEqual([
    ['b', 0.8],
    ['a', 0.6],
  ])
})

it('puts first what is nearest to its limit, now or at the peak that is expected', () => {
  const rated = ['high', 'rising', 'falling'].map((id) => station(id, { attributes: { ratedKw: 100 } }))
  const latest = states(NOW, {
    high: { values: { active_power: 70 } },
    rising: { values: { active_power: 40 } },
    falling: { values: { active_power: 80 } },
  })
  const peak = { at: '2026-11-22T11:00:00.000Z', value: 95 }
  const peaks = new Map([
    ['rising', peak],
    ['falling', { ...peak, value: 60 }],
  ])
  const { loads } = summarize(facts({ stations: rated, latest, peaks }))
  expect(loads.map(({ station: id, peak: most }) => [id, most?.value])).toEqual([
    ['rising', 95],
    ['falling', 60],
    ['high', undefined],
  ])
})

it('scores the data of each agency, the worst first', () => {
  const { agencies } = summarize(
    facts({
      stations: [station('a'), station('b'), station('c', { agency: 'Sở Xây dựng' })],
      latest: states(NOW, {
        a: { values: { water_level: 1 } },
        b: { reporting: 'silent', values: { water_level: 1 }, quality: 'fault' },
        c: { reporting: 'late' },
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
