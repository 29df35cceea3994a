import { describe, expect, it } from 'vitest'
import { TOGETHER } from '@ioc/shared/chance'
import type { ForecastRule } from '@ioc/shared/rule'
import { HOUR } from '@ioc/shared/time'
import { createAhead } from './ahead.js'
import type { Level } from './levels-at.js'

const rule = { kind: 'forecast', when: 'above', probability: 0.25, horizonS: 7_200 } as ForecastRule
const levels = [2, 3.5].map((raise) => ({ when: 'above', raise, clear: raise - 0.1 }) as Level)
const at = (hour: number, ...quantiles: number[]) => ({ at: hour * HOUR, quantiles })

describe('what is ahead', () => {
  it('is the farthest value of the horizon that is probable enough, and when a limit is first passed', () => {
    const ahead = createAhead(rule, levels)
    expect(ahead.now(1)).toBeNull()
    const steps = [at(1, 1, 1, 1, 2.2, 3), at(2, 1, 2, 3, 3.6, 4), at(3, 9, 9, 9, 9, 9)]
    expect(ahead.foresee({ issuedAt: 0, steps }, 0)).toBe(3.6)
    expect(ahead.expected(2)).toEqual({ at: HOUR, probability: 0.75 })
    expect(ahead.expected(3.5)!.at).toBe(2 * HOUR)
    expect(ahead.expected(3.9)).toMatchObject({ at: 2 * HOUR, probability: 0.1 })
  })

  it('is expected when half of its chance is there, not only where that is largest', () => {
    const ahead = createAhead(rule, levels)
    ahead.now(1)
    ahead.foresee({ issuedAt: 0, steps: [at(1, 1, 1, 1, 1.8, 2.2), at(2, 1, 1, 1, 1.9, 2.6)] }, 0)
    expect(ahead.expected(2)).toEqual({ at: HOUR, probability: 0.22 })
  })

  it('is as far as any step reaches, as much as each is for itself', () => {
    const steps = [1, 2].map((hour) => ({ ...at(hour, 0, 1, 1.5, 2, 2.4), extremal: { above: 1, below: 0 } }))
    const ahead = createAhead({ ...rule, probability: 0.4 }, levels)
    ahead.now(1)
    expect(
      ahead.foresee({ issuedAt: 0, steps: steps.map((step) => ({ ...step, extremal: TOGETHER })) }, 0),
    ).toBeLessThan(1)
    expect(ahead.expected(2)).toMatchObject({ at: HOUR, probability: 0.25 })
    const reach = ahead.foresee({ issuedAt: 0, steps }, 0)!
    expect(ahead.expected(2)).toMatchObject({ at: HOUR, probability: 0.44 })
    expect(reach).toBeGreaterThan(2)
    expect(ahead.expected(reach)!.probability).toBeCloseTo(0.4)
    expect(ahead.foresee({ issuedAt: 0, steps: [at(1, 2.4, 2.4, 2.4, 2.4, 2.4), ...steps] }, 0)).toBe(2.4)
  })

  it('is over when it has come true, until a further limit is expected', () => {
    const ahead = createAhead(rule, levels)
    ahead.foresee({ issuedAt: 0, steps: [at(1, 1, 1, 1, 2.2, 3)] }, 0)
    expect(ahead.now(1.9)).toBe(2.2)
    expect(ahead.now(2)).toBeLessThan(1.9)
    expect(ahead.foresee({ issuedAt: 0, steps: [at(1, 1, 1, 1, 3.5, 3)] }, 0)).toBe(3.5)
    expect(ahead.foresee({ issuedAt: 0, steps: [at(1, 1, 1, 1, 3.45, 3)] }, 0)).toBe(3.45)
    expect(ahead.now(3.5)).toBeLessThan(1.9)
  })

  it('is nothing that is over', () => {
    const ahead = createAhead(rule, levels)
    const expectation = { issuedAt: 0, steps: [at(1, 3, 3, 3, 4, 5), at(2, 1, 1, 2, 2.5, 3)] }
    ahead.now(1)
    expect(ahead.foresee(expectation, HOUR - 1)).toBe(4)
    expect(ahead.foresee(expectation, HOUR)).toBe(2.5)
    expect(ahead.expected(2)).toEqual({ at: 2 * HOUR, probability: 0.5 })
    expect(ahead.foresee(expectation, 2 * HOUR)).toBeLessThan(1)
    expect(ahead.expected(2)).toBeNull()
  })

  it('is nothing without a forecast', () => {
    const ahead = createAhead(rule, levels)
    ahead.now(1)
    ahead.foresee({ issuedAt: 0, steps: [at(1, 3, 3, 3, 3, 3)] }, 0)
    expect(ahead.foresee(null, 0)).toBeNull()
    expect(ahead.expected(2)).toBeNull()
  })

  it('looks down where the rule does', () => {
    const low = [{ when: 'below', raise: 200, clear: 202 } as Level]
    const ahead = createAhead({ ...rule, when: 'below' }, low)
    ahead.now(220)
    expect(ahead.foresee({ issuedAt: 0, steps: [at(1, 190, 199, 210, 215, 220)] }, 0)).toBe(199)
    expect(ahead.now(199)).toBeGreaterThan(202)
  })
})
