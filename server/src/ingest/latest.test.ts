import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { describe, expect, it } from 'vitest'
import { createLatest, reportingOf } from './latest.js'

const A = 'A' as StationId
const T0 = Date.UTC(2026, 10, 22)

function observed(at: number, value: number, key = 'no2'): Observation {
  const property = key as PropertyKey
  return {
    datastream: datastreamId(A, property),
    station: A,
    property,
    at,
    value,
    quality: 'good',
    receivedAt: at,
    timeSource: 'device',
  }
}

describe('promise 3: "now" takes only the newest measured', () => {
  it('is not moved by late data, and moved by newer', () => {
    const latest = createLatest([], T0)
    const { newest, behind } = latest.take(
      [observed(T0, 1), observed(T0 - 5, 2), observed(T0 + 5, 3), observed(T0, 1), observed(T0 - 5, 4)],
      ['stored', 'stored', 'stored', 'duplicate', 'corrected'],
    )
    expect(newest.map(({ value }) => value)).toEqual([1, 3])
    expect(behind.map(({ value }) => value)).toEqual([2])
    expect(latest.get(A)?.values.get('no2' as PropertyKey)?.value).toBe(3)
    expect(latest.get(A)?.at).toBe(T0 + 5)
  })

  it('follows a correction of the newest, and not a duplicate', () => {
    const latest = createLatest([observed(T0, 1)], T0)
    expect(latest.take([observed(T0, 1)], ['duplicate'])).toEqual({ newest: [], behind: [] })
    expect(latest.take([observed(T0, 2)], ['corrected']).newest).toHaveLength(1)
    expect(latest.get(A)?.values.get('no2' as PropertyKey)?.value).toBe(2)
  })

  it('names each station that changed once', () => {
    const latest = createLatest([], T0)
    latest.take([observed(T0, 1), observed(T0 + 1, 2)], ['stored', 'stored'])
    expect([...latest.drainChanged()]).toEqual([A])
    expect([...latest.drainChanged()]).toEqual([])
  })

  it('calls a station reporting from the moment it is heard', () => {
    const latest = createLatest([], T0)
    latest.heard(new Map([[A, T0]]))
    expect(latest.get(A)?.reporting).toBe('reporting')
  })
})

describe('whether a station reports', () => {
  const minute = 60_000

  it.each([
    ['never heard', 30, null, 0, 'never'],
    ['heard just now', 30, 0, 0, 'reporting'],
    ['one report missing', 600, 15 * minute, -1e9, 'reporting'],
    ['two missing', 600, 25 * minute, -1e9, 'late'],
    ['four missing', 600, 41 * minute, -1e9, 'silent'],
    ['a second’s interval is not taken literally', 1, 50_000, -1e9, 'reporting'],
    ['silence while we were away is not the station’s', 600, 10 * 3600_000, 0, 'late'],
  ] as const)('%s', (_what, interval, age, since, expected) => {
    const now = T0
    expect(reportingOf({ reportIntervalS: interval }, age === null ? null : now - age, now, now + since)).toBe(expected)
  })
})
