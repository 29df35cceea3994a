import { describe, expect, it } from 'vitest'
import type { StationId } from '@ioc/shared/ids'
import { MINUTE } from '@ioc/shared/time'
import { silentTogether, TOGETHER_MS, type Listened } from './silent-together.js'

const NOON = Date.parse('2026-11-22T05:00:00.000Z')

/** Minutes after noon since which each is silent; null speaks. */
function stations(...silentSince: (number | null)[]): Listened[] {
  return silentSince.map((minute, index) => ({
    station: String.fromCodePoint(65 + index) as StationId,
    silentSince: minute === null ? null : NOON + minute * MINUTE,
    limitMs: 2 * MINUTE,
  }))
}

const group = (names: string) => new Set(names.split('') as StationId[])
const found = (listened: Listened[], standing = '') => silentTogether(listened, group(standing))?.join('') ?? null

describe('a group begins', () => {
  it.each<[string, string | null, Listened[]]>([
    ['with three of three', 'ABC', stations(0, 1, 2)],
    ['with half', 'ABC', stations(0, 0, 0, null, null, null)],
    ['not with less than half', null, stations(0, 0, 0, null, null, null, null)],
    ['not with two', null, stations(0, 0)],
    ['not with three that have nothing to do with each other', null, stations(0, 20, 40)],
    ['without those who were silent long before', 'CDE', stations(-60, -90, 0, 0, 0, null)],
    ['with nobody', null, []],
  ])('%s', (_, expected, listened) => {
    expect(found(listened)).toBe(expected)
  })

  it('with a slow station whose silence is noticed later', () => {
    const slow = stations(0, TOGETHER_MS / MINUTE + 5, TOGETHER_MS / MINUTE + 5)
    expect(found(slow)).toBeNull()
    expect(found([{ ...slow[0]!, limitMs: 20 * MINUTE }, ...slow.slice(1)])).toBe('ABC')
  })
})

describe('a group that stands', () => {
  it.each<[string, string | null, Listened[]]>([
    [
      'goes on below the share that began it',
      'ABC',
      stations(0, 0, 0, null, null, null, null, null, null, null, null, null),
    ],
    ['ends below a quarter', null, stations(0, 0, 0, null, null, null, null, null, null, null, null, null, null)],
    ['ends with two', null, stations(0, 0, null)],
    ['takes in who falls silent later, not who was silent before', 'ABCE', stations(0, 0, 0, -60, 50, null)],
  ])('%s', (_, expected, listened) => {
    expect(found(listened, 'ABC')).toBe(expected)
  })
})
