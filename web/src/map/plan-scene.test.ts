import { describe, expect, it } from 'vitest'
import type { Filters } from '../stations/filters.js'
import type { Row } from '../stations/row.js'
import { sampleAlarm, sampleLatest, sampleStation } from '../design/sample-things.js'
import { standingOf } from '../stations/standing.js'
import { planScene, type Camera } from './plan-scene.js'

const EVERYTHING: Filters = { kinds: new Set(), standings: new Set() }
const PROVINCE: Camera = { box: [107, 16, 108, 17], zoom: 8 }

interface Sample {
  lon?: number
  area?: string
  severity?: 'critical' | 'high' | 'medium' | 'low'
  returned?: boolean
  foretold?: boolean
  silent?: boolean
}

function row(id: string, { lon = 107.5, area = '1', severity, returned, foretold, silent }: Sample = {}): Row {
  const early = foretold ? { at: '2026-11-22T07:00:00.000Z', probability: 0.8 } : null
  const alarm = severity && sampleAlarm(id, { severity, early, state: returned ? 'returned' : 'unacknowledged' })
  const latest = sampleLatest(id, silent ? { reporting: 'silent' } : {})
  return { station: sampleStation(id, { lon, area }), latest, look: standingOf(latest, alarm ? [alarm] : []) }
}

function many(count: number, make: (n: number) => Sample = () => ({})): Row[] {
  return Array.from({ length: count }, (_, n) => row(`s${n}`, make(n)))
}

it('draws few stations one by one', () => {
  const scene = planScene(many(300), PROVINCE, EVERYTHING)
  expect([scene.markers.size, scene.rings]).toEqual([300, []])
})

it('leaves out what is far out of view and what does not pass the filters', () => {
  const rows = [row('here'), row('far', { lon: 120 }), row('wrong', { severity: 'high' })]
  const filters: Filters = { kinds: new Set(), standings: new Set(['normal']) }
  expect([...planScene(rows, PROVINCE, filters).markers]).toEqual(['here'])
})

describe('more stations than can be told apart', () => {
  it('are a ring for each square of the land that counts their states', () => {
    const rows = many(1_000, (n) => (n % 4 === 0 ? { lon: 107.1, area: 'a' } : n < 8 ? { severity: 'high' } : {}))
    const { rings } = planScene(rows, PROVINCE, EVERYTHING)
    expect(rings.map(({ area, total, standings }) => [area, total, standings.high, standings.normal])).toEqual([
      ['a', 250, 0, 250],
      ['1', 750, 6, 744],
    ])
  })

  it('count what is only foretold as it is, and draw it above', () => {
    const rows = many(1_000, (n) => (n === 0 ? { severity: 'critical', foretold: true } : {}))
    const { rings, markers } = planScene(rows, PROVINCE, EVERYTHING)
    expect(rings.map(({ standings }) => [standings.critical, standings.normal])).toEqual([[0, 1_000]])
    expect([...markers]).toEqual(['s0'])
  })

  it('name no commune where they lie in several', () => {
    const { rings } = planScene(
      many(1_000, (n) => ({ area: n % 2 ? 'a' : 'b' })),
      PROVINCE,
      EVERYTHING,
    )
    expect(rings.map(({ area }) => area)).toEqual([null])
  })

  it('keep what is in alarm above the rings, the worst of it first', () => {
    const rows = many(1_000, (n) => (n < 300 ? { severity: n < 20 ? 'critical' : 'low' } : {}))
    const { markers } = planScene(rows, PROVINCE, EVERYTHING)
    expect(markers.size).toBe(150)
    expect(rows.slice(0, 20).every(({ station }) => markers.has(station.id))).toBe(true)
  })

  it('leave a lonely one as it is', () => {
    const { markers, rings } = planScene([...many(1_000), row('alone', { lon: 107.9 })], PROVINCE, EVERYTHING)
    expect([...markers]).toEqual(['alone'])
    expect(rings).toHaveLength(1)
  })

  it('are rings that stay apart, and count the same wherever the view ends', () => {
    const rows = many(2_000, (n) => ({ lon: 107 + (n % 1_000) / 1_000 }))
    const at = (west: number) => planScene(rows, { box: [west, 16, west + 0.6, 17], zoom: 10.4 }, EVERYTHING).rings
    const [left, right] = [at(107), at(107.3)]
    expect(left.length).toBeGreaterThan(5)
    // Of a ring's radius of at most 25 pixels at this zoom.
    const perPixel = 360 / (512 * 2 ** 10)
    const lons = left.map(({ lon }) => lon).sort((a, b) => a - b)
    expect(Math.min(...lons.slice(1).map((lon, n) => lon - lons[n]!))).toBeGreaterThan(50 * perPixel)
    const counts = new Map(left.map(({ id, total }) => [id, total]))
    const shared = right.filter(({ id }) => counts.has(id))
    expect(shared.length).toBeGreaterThan(2)
    expect(shared.every(({ id, total }) => counts.get(id) === total)).toBe(true)
  })
})

it('tones a commune by the worst that is so in it: not over, and not only foretold', () => {
  const rows = [
    row('a', { area: '1', severity: 'low' }),
    row('b', { area: '1', severity: 'high' }),
    row('c', { area: '2', severity: 'critical', returned: true }),
    row('d', { area: '3', severity: 'critical', foretold: true }),
  ]
  expect([...planScene(rows, PROVINCE, EVERYTHING).tones]).toEqual([['1', 'high']])
})

it('tells communes that nothing is heard of from those that are well', () => {
  const rows = [
    row('a', { area: '1', silent: true }),
    row('b', { area: '1', silent: true }),
    row('c', { area: '2', silent: true }),
    row('d', { area: '2' }),
    row('e', { area: '3', silent: true }),
    row('f', { area: '3', severity: 'medium' }),
    row('g', { area: '4', silent: true, severity: 'high' }),
  ]
  expect([...planScene(rows, PROVINCE, EVERYTHING).tones]).toEqual([
    ['1', 'silent'],
    ['3', 'medium'],
    ['4', 'high'],
  ])
})
