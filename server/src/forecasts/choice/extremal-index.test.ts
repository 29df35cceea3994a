import { expect, it } from 'vitest'
import { noise } from '../models/wavy.fixture.js'
import { learnExtremalIndex, type Told } from './extremal-index.js'

const HORIZON = 6
const DAYS = 28
const STEP = [-0.9, -0.5, 0, 0.5, 0.9] as const

/** Days that were all told the same, and right of each step. */
function recordOf(truthOf: (day: number, step: number) => number): Told[] {
  return Array.from({ length: DAYS }, (_, day) => ({
    steps: Array.from({ length: HORIZON }, () => STEP),
    last: 0,
    truth: Array.from({ length: HORIZON }, (_, step) => truthOf(day, step)),
  }))
}

/** From -1 to 1. */
const dayOf = (day: number) => (2 * day + 1) / DAYS - 1

it('is large where each step goes its own way', () => {
  const next = noise(1)
  const { above, below } = learnExtremalIndex(recordOf(() => next()))
  expect(above).toBeGreaterThanOrEqual(0.4)
  expect(below).toBeGreaterThanOrEqual(0.4)
})

it('is next to nothing where they all go together', () => {
  const { above, below } = learnExtremalIndex(recordOf(dayOf))
  expect(Math.max(above, below)).toBeLessThanOrEqual(0.05)
})

it('is known of each side by itself', () => {
  const next = noise(1)
  const { above, below } = learnExtremalIndex(recordOf((day) => Math.max(next(), dayOf(day))))
  expect(above).toBeGreaterThan(below)
})

it('says the least where nothing is known', () => {
  expect(learnExtremalIndex([])).toEqual({ above: 0, below: 0 })
  expect(learnExtremalIndex(recordOf(() => NaN))).toEqual({ above: 0, below: 0 })
})

it('learns nothing of a limit that was passed before, and goes by the steps whose truth is known', () => {
  const next = noise(1)
  const whole = recordOf(() => next())
  const passed = whole.map((told) => ({ ...told, last: 9 }))
  expect(learnExtremalIndex(passed).above).toBe(0)
  const together = recordOf((day, step) => (step === 3 ? NaN : dayOf(day)))
  expect(learnExtremalIndex(together).above).toBeLessThanOrEqual(0.05)
})
