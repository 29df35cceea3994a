import { DAY, HOUR } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { batches, goOn, shiftToEnd, usualStep } from './plan-replay.js'
import type { Reading } from './read-series.js'

const NOW = Date.parse('2026-10-20T05:00:00Z')
const hourly = (hours: number): Reading[] =>
  Array.from({ length: hours }, (_, i) => ({ at: Date.parse('2018-01-01T00:00:00Z') + i * HOUR, values: { pm2_5: i } }))

function take(series: Iterable<Reading>, many: number): Reading[] {
  const taken: Reading[] = []
  for (const reading of series) if (taken.push(reading) === many) break
  return taken
}

describe('shiftToEnd', () => {
  it('puts the last reading at the end and keeps the rhythm', () => {
    const shifted = shiftToEnd(hourly(3), NOW)
    expect(shifted.map(({ at }) => at)).toEqual([NOW - 2 * HOUR, NOW - HOUR, NOW])
    expect(shifted.map(({ values }) => values['pm2_5'])).toEqual([0, 1, 2])
  })
})

describe('batches', () => {
  it('cuts by observations, in order, and loses none', () => {
    const cut = batches(hourly(250), 100)
    expect(cut.map((batch) => batch.length)).toEqual([100, 100, 50])
    expect(cut.flat()).toEqual(hourly(250))
    expect(batches([], 100)).toEqual([])
  })
})

describe('goOn', () => {
  it('goes on with the time of day that follows the last reading', () => {
    // Three days and six hours: the last reading is of 05:00, so 06:00 of the first day follows.
    const on = take(goOn(hourly(78), NOW, 1), 3)
    expect(on.map(({ values }) => values['pm2_5'])).toEqual([6, 7, 8])
    expect(on.map(({ at }) => at)).toEqual([NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR])
  })

  it('repeats for ever, always forward', () => {
    const on = take(goOn(hourly(48), NOW, 1), 200)
    expect(on.every(({ at }, i) => at === NOW + (i + 1) * HOUR)).toBe(true)
    expect(on[48]?.values).toEqual(on[0]?.values)
  })

  it('starts a series shorter than a day over, and plays it faster where asked', () => {
    const on = take(goOn(hourly(3), NOW, 60), 4)
    expect(on.map(({ values }) => values['pm2_5'])).toEqual([0, 1, 2, 0])
    expect(on[3]?.at).toBe(NOW + (4 * HOUR) / 60)
    expect(usualStep(hourly(3))).toBe(HOUR)
    expect(usualStep([{ at: 0, values: {} }])).toBeLessThan(DAY)
  })
})
