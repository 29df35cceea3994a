import type { WireExpected } from '@ioc/shared/forecast'
import type { Rule } from '@ioc/shared/rule'
import { expect, it } from 'vitest'
import { sampleStation } from '../design/sample-things.js'
import { expectedClass } from './expected-class.js'
import { expectedRows } from './expected-rows.js'

const AT = '2026-11-22T08:00:00.000Z'
const GAUGE = sampleStation('a', { attributes: { bd1: 1, bd2: 2, bd3: 3.5 } })
const AIR = sampleStation('b', { kind: 'air' })
const words = { vi: 'x', en: 'x' }
const RULES = [
  {
    id: 'flood',
    version: 1,
    kind: 'band',
    name: words,
    message: words,
    holdS: 0,
    restS: 0,
    property: 'water_level',
    when: 'above',
    stations: { kinds: ['water'] },
    steps: [
      { from: { attribute: 'bd1' }, severity: 'medium', name: words },
      { from: { attribute: 'bd2' }, severity: 'high', name: words },
    ],
  },
  {
    id: 'slow',
    version: 1,
    kind: 'threshold',
    name: words,
    message: words,
    holdS: 0,
    restS: 0,
    property: 'pm2_5',
    when: 'below',
    raise: 5,
    severity: 'low',
  },
  {
    id: 'day',
    version: 1,
    kind: 'threshold',
    name: words,
    message: words,
    holdS: 0,
    restS: 0,
    property: 'pm2_5',
    over: '24h',
    when: 'above',
    raise: 45,
    severity: 'critical',
  },
] as Rule[]

function expected(station: string, property: string, p50: number): WireExpected {
  const quantiles = { p05: p50 - 0.5, p25: p50 - 0.25, p50, p75: p50 + 0.25, p95: p50 + 0.5 }
  return { station, property, at: AT, ...quantiles }
}

function rowsOf(...all: WireExpected[]) {
  const stations = new Map([GAUGE, AIR].map((station) => [station.id as string, station]))
  return expectedRows(stations, all, RULES)
}

it('stands as its rules say of the expected value, and carries that value', () => {
  const row = rowsOf(expected('a', 'water_level', 2.1)).get('a')!
  expect(row.look).toMatchObject({ standing: 'high', phase: 'expected', alarm: null, silent: false })
  expect(row.look.so.standing).toBe('high')
  expect(row.latest?.values['water_level']).toEqual({ value: 2.1, at: AT, quality: 'good' })
  expect(expectedClass(row, 'vi')).toBe('BĐ II')
})

it('holds a limit from below, and no limit of hours, against a single value', () => {
  expect(rowsOf(expected('b', 'pm2_5', 60)).get('b')?.look.standing).toBe('normal')
  expect(rowsOf(expected('b', 'pm2_5', 4)).get('b')?.look.standing).toBe('low')
})

it('is spoken for by VN_AQI before the dust, with its class', () => {
  const row = rowsOf(expected('b', 'pm2_5', 60), expected('b', 'vn_aqi', 132.4)).get('b')!
  expect(row.latest?.indices['vn_aqi']).toMatchObject({ value: 132.4, band: 3 })
  expect([expectedClass(row, 'vi'), expectedClass(row, 'en')]).toEqual(['Kém', 'Poor'])
})

it('is spoken for by what speaks for its station now', () => {
  const row = rowsOf(expected('a', 'salinity', 12), expected('a', 'dissolved_oxygen', 4)).get('a')!
  expect(row.expected?.property).toBe('dissolved_oxygen')
})

it('is never normal where nothing reliable is expected', () => {
  const row = rowsOf(expected('b', 'vn_aqi', 30)).get('a')!
  expect(row.look).toMatchObject({ standing: 'silent', silent: true, phase: 'expected' })
  expect(row.expected).toBeNull()
})
