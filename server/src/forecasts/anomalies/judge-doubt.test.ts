import type { AnomalyKind } from '@ioc/shared/anomaly'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import { PROPERTIES } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { describe, expect, it } from 'vitest'
import { judgeDoubt } from './judge-doubt.js'
import { createNeighbourhoods } from './neighbourhoods.js'

const NOW = Date.parse('2026-11-22T03:00:00Z')
const property = PROPERTIES.find(({ key }) => key === ('temperature' as PropertyKey))!
const at = (id: string, deviation: number, kind: AnomalyKind | null = null, measures = 'air', course = 1) => ({
  station: { id: id as StationId, kind: measures, lon: 107.5, lat: 16.4 } as Station,
  anomaly: kind && { at: NOW, kind, score: 1.1, side: 1 as const, value: 30, why: { vi: '.', en: '.' } },
  property,
  seenAt: NOW,
  learned: true,
  watch: { deviation: () => deviation, dailyCourse: () => course },
})

function causeOf(own: ReturnType<typeof at>, ...others: number[]) {
  const neighbourhoods = createNeighbourhoods<typeof own>()
  for (const [index, deviation] of others.entries())
    neighbourhoods.put(at(`n${index}`, deviation, null, own.station.kind))
  return judgeDoubt(own, neighbourhoods.near).cause
}

/** Where the others had so much of their daily course. */
function causeOfLost(...courses: number[]) {
  const own = at('own', 0, 'lost-season')
  const neighbourhoods = createNeighbourhoods<typeof own>()
  for (const [index, course] of courses.entries()) neighbourhoods.put(at(`n${index}`, 0, null, 'air', course))
  return judgeDoubt(own, neighbourhoods.near).cause
}

describe('a doubt of shared air', () => {
  it('is a fault where it has moved alone', () => {
    expect(causeOf(at('own', 5, 'shift'), 0.3, 0, -0.4)).toBe('fault')
    expect(causeOf(at('own', -4, 'drift'), 0.3, 0, -0.4)).toBe('fault')
  })

  it('is unclear where it has moved little farther than its neighbours', () => {
    expect(causeOf(at('own', 2.4, 'shift'), 1.9, 1.6, 1.8)).toBe('unclear')
    expect(causeOf(at('own', 0.7, 'drift'), 0.8, 0.5, 0.7)).toBe('unclear')
  })

  it('is an event where the others see it too', () => {
    expect(causeOf(at('own', 5, 'shift'), 4, 3.5, 0)).toBe('event')
  })

  it('needs no lasting move where it was one wild value, or stood still', () => {
    expect(causeOf(at('own', 0.4, 'spike'), 0.3, 0, -0.4)).toBe('fault')
    expect(causeOf(at('own', 0, 'flatline'), 0.3, 0, -0.4)).toBe('fault')
  })

  it('is unclear of one wild value while the others are far from usual, but not of one that stands still', () => {
    expect(causeOf(at('own', -6, 'spike'), -7, -5, -8)).toBe('unclear')
    expect(causeOf(at('own', 0, 'flatline'), -7, -5, -8)).toBe('fault')
  })
})

describe('a lost daily course', () => {
  it('is an event where the others are losing theirs too, and else a fault', () => {
    expect(causeOfLost(0.2, 0.4, 0.9)).toBe('event')
    expect(causeOfLost(0.8, 1.1, 0.9)).toBe('fault')
  })
})

describe('a doubt of water', () => {
  it('is no fault for having moved alone: a flood reaches one gauge before the next', () => {
    expect(causeOf(at('own', 5, 'shift', 'water'), 0.3, 0, -0.4)).toBe('unclear')
  })

  it('is a fault where it stands still alone', () => {
    expect(causeOf(at('own', 0, 'flatline', 'water'), 0.3, 0, -0.4)).toBe('fault')
  })
})
