import { describe, expect, it } from 'vitest'
import type { StationId } from '@ioc/shared/ids'
import { MINUTE, SECOND } from '@ioc/shared/time'
import { createLeaps } from './leaps.js'

const A = 'A' as StationId
const B = 'B' as StationId

/** Two gauges that report every half minute; 200 mm an hour are 1.7 mm a report. */
function gauges() {
  const leaps = createLeaps(200)
  const [a, b] = [A, B].map((station) => leaps.join(station, 30))
  return { a: a!, b: b! }
}

describe('an amount of rain that leaps', () => {
  it('is not believed where the neighbour is dry', () => {
    const { a, b } = gauges()
    b.believe(0, 0)
    a.believe(0, 0)
    expect(a.believe(30 * SECOND, 20)).toBe(0)
    expect(a.believe(60 * SECOND, 0)).toBe(0)
    expect(a.believe(90 * SECOND, 1)).toBe(1)
  })

  it('is believed once it goes on, and then all of it, or where it rains next door', () => {
    const { a, b } = gauges()
    b.believe(0, 0)
    expect(a.believe(0, 10)).toBe(0)
    expect(a.believe(30 * SECOND, 12)).toBe(22)
    expect(a.believe(60 * SECOND, 11)).toBe(11)
    expect(b.believe(60 * SECOND, 8)).toBe(8)
  })

  it('is not believed because another leaps at the same moment', () => {
    const { a, b } = gauges()
    a.believe(0, 0)
    b.believe(0, 0)
    expect([a.believe(30 * SECOND, 40), b.believe(31 * SECOND, 40)]).toEqual([0, 0])
    expect([a.believe(60 * SECOND, 0), b.believe(61 * SECOND, 0)]).toEqual([0, 0])
  })

  it('is no leap where it filled a long silence', () => {
    const { a, b } = gauges()
    b.believe(29 * MINUTE, 0)
    a.believe(0, 0)
    expect(a.believe(30 * MINUTE, 40)).toBe(40)
  })

  it('is believed where there is nobody to ask', () => {
    const { a, b } = gauges()
    b.believe(0, 0)
    expect(a.believe(20 * MINUTE, 90)).toBe(90)
  })
})
