import { PROPERTIES } from '@ioc/shared/properties'
import type { Rule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { expect, it } from 'vitest'
import type { Reading } from '../ports/observation-store.js'
import { happenings, HELD, type Happening } from './happenings.js'

const silence = { id: 'silence', kind: 'silence' } as Rule

/** A past of so many datastreams, each measured so often; and how often it was read. */
function pastOf({ stations, everyMs, spanMs }: { stations: number; everyMs: number; spanMs: number }) {
  const asked = { reads: 0 }
  const all = Array.from({ length: stations }, (_, n) => ({ id: `S${n}`, properties: ['pm10'] }) as unknown as Station)
  async function* read(_station: unknown, _property: string, from: number, to: number) {
    asked.reads += 1
    const readings: Reading[] = []
    for (let at = Math.ceil(from / everyMs) * everyMs; at < to; at += everyMs) {
      readings.push({ at, value: 1, quality: 'good' })
    }
    yield readings
  }
  const stretches = happenings({
    rules: [silence],
    stations: { values: () => all },
    properties: PROPERTIES,
    from: 0,
    to: spanMs,
    read,
    readForetold: async () => [],
    doubts: [],
    signal: new AbortController().signal,
  })
  return { asked, stretches }
}

it('holds no more than a bounded part of the past, in order, and leaves out nothing', async () => {
  const { stretches } = pastOf({ stations: 2_000, everyMs: 10 * SECOND, spanMs: 100 * MINUTE })
  let [last, count] = [-Infinity, 0]
  for await (const stretch of stretches) {
    expect(stretch.length).toBeLessThanOrEqual(HELD)
    const times = stretch.map((happening: Happening) => ('at' in happening ? happening.at : NaN))
    expect(times.every((at, n) => at >= (times[n - 1] ?? last))).toBe(true)
    last = times.at(-1)!
    count += stretch.length
  }
  expect(count).toBe(2_000 * 600)
})

it('reads long stretches where little was measured', async () => {
  const { asked, stretches } = pastOf({ stations: 10_000, everyMs: DAY, spanMs: 30 * DAY })
  let count = 0
  for await (const stretch of stretches) count += stretch.length
  expect(count).toBe(10_000 * 30)
  expect(asked.reads).toBeLessThan(10_000 * 10)
})

it('refuses what could not be read in any useful time, soon', async () => {
  const { asked, stretches } = pastOf({ stations: 100_000, everyMs: 30 * SECOND, spanMs: HOUR })
  await expect(stretches.next()).rejects.toMatchObject({ code: 'trial.too-large' })
  expect(asked.reads).toBeLessThan(10_000)
})
