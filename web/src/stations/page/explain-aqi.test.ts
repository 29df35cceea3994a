import { HOUR } from '@ioc/shared/time'
import type { AqiPollutant } from '@ioc/shared/vn-aqi'
import { expect, it } from 'vitest'
import { explainAqi } from './explain-aqi.js'

const HOUR_OF = Date.parse('2026-11-22T05:00:00Z')
const series = (values: readonly number[], count = 120) =>
  new Map(values.map((mean, age) => [HOUR_OF - age * HOUR, { mean, count }]))
const explain = (means: [AqiPollutant, ReturnType<typeof series>][]) =>
  explainAqi({ hour: HOUR_OF, now: HOUR_OF + 2 * HOUR, reportIntervalS: 30, means: new Map(means) })

it('says what decides, what was measured in the hour and what the index is made of', () => {
  const { aqi, lines, weight, hours } = explain([
    ['pm2_5', series(Array<number>(12).fill(80))],
    ['no2', series([150], 60)],
  ])!
  expect(aqi).toMatchObject({ value: 150, main: 'pm2_5' })
  expect(lines).toMatchObject([
    { pollutant: 'pm2_5', mean: 80, isNowCast: true, index: 150, share: 1 },
    { pollutant: 'no2', mean: 150, used: 150, isNowCast: false, index: 75, share: 0.5 },
  ])
  expect(lines[0]?.used).toBeCloseTo(80)
  expect(weight).toBe(1)
  expect(hours.map(({ at }) => at)).toEqual(Array.from({ length: 12 }, (_, n) => HOUR_OF - (11 - n) * HOUR))
})

it('weighs the past less the more the concentration moved', () => {
  expect(explain([['pm2_5', series([100, 90, 40])]])?.weight).toBe(0.5)
  expect(explain([['pm2_5', series([100, 90, 80])]])?.weight).toBeCloseTo(0.8)
})

it('is nothing without dust, and says so of a gap', () => {
  expect(explain([['no2', series([150])]])).toBeNull()
  const { hours } = explain([['pm10', series([60, 60])]])!
  expect(hours.at(-3)).toEqual({ at: HOUR_OF - 2 * HOUR, mean: null, share: 0 })
})

it('asks of the running hour only what it could have brought by now', () => {
  const means = new Map([['pm2_5' as const, series([50, 50], 60)]])
  const { lines } = explainAqi({ hour: HOUR_OF, now: HOUR_OF + HOUR / 2, reportIntervalS: 30, means })!
  expect(lines[0]?.share).toBe(1)
})
