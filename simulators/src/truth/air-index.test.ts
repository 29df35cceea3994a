import { HOUR, MINUTE } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { createAirIndex } from './air-index.js'

/** One value an hour, oldest first; the last hour is the running one. */
function indexOf(pollutant: string, ...hours: (number | null)[]) {
  const index = createAirIndex((n) => 0.1 / Math.sqrt(n))
  for (const [i, value] of hours.entries()) if (value !== null) index.add({ [pollutant]: value }, i * HOUR + MINUTE)
  return index
}

describe('the hourly VN_AQI', () => {
  it.each([
    [0, 0],
    [25, 50],
    [50, 100],
    [80, 150],
    [115, 175],
    [150, 200],
    [600, 500],
  ])('of steady dust of %d µg/m³ is %d', (dust, expected) => {
    expect(indexOf('pm2_5', dust, dust, dust, dust).value(0)).toBe(expected)
  })

  it('weights the hours of dust by their share of the highest, one half at least', () => {
    // (80 + 40 / 2) / 1.5 = 66.67 µg/m³: 100 + 50 · 16.67 / 30.
    expect(indexOf('pm2_5', 40, 80).value(0)).toBe(128)
    // Share 0.8: (100 + 0.8 · 80) / 1.8 = 91.1 µg/m³.
    expect(indexOf('pm2_5', 80, 100).value(0)).toBe(158)
  })

  it('needs two of the newest three hours of dust, and dust at all', () => {
    expect(indexOf('pm2_5', 40).value(0)).toBeNull()
    expect(indexOf('pm2_5', 40, null, 40).value(0)).toBe(80)
    expect(indexOf('pm2_5', 40, null, null, 40).value(0)).toBeNull()
    expect(indexOf('no2', 150, 150, 150).value(0)).toBeNull()
  })

  it('takes gases as the running hour has them, if they are worse than the dust', () => {
    const index = indexOf('pm2_5', 25, 25, 25)
    index.add({ no2: 500 }, 2 * HOUR + 2 * MINUTE)
    index.add({ no2: 100 }, 2 * HOUR + 3 * MINUTE)
    expect(index.value(0)).toBe(110)
  })

  it('says what it would be if every mean were off by its error', () => {
    const index = indexOf('pm2_5', 100, 100, 100)
    expect(index.value(1)).toBe(171)
    expect(index.value(-1)).toBe(157)
  })
})
