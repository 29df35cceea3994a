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
    b.isBelieved(0, 0)
    a.isBelieved(0, 0)
    expect(a.isBelieved(30 * SECOND, 20)).toBe(false)
    expect(a.isBelieved(60 * SECOND, 0)).toBe(true)
  })

  it('is believed once it goes on, or where it rains next door', () => {
    const { a, b } = gauges()
    b.isBelieved(0, 0)
    expect(a.isBelieved(0, 10)).toBe(false)
    expect(a.isBelieved(30 * SECOND, 12)).toBe(true)
    expect(b.isBelieved(30 * SECOND, 8)).toBe(true)
  })

  it('is no leap where it filled a long silence', () => {
    const { a, b } = gauges()
    b.isBelieved(29 * MINUTE, 0)
    a.isBelieved(0, 0)
    expect(a.isBelieved(30 * MINUTE, 40)).toBe(true)
  })

  it('is believed where there is nobody to ask', () => {
    const { a, b } = gauges()
    b.isBelieved(0, 0)
    expect(a.isBelieved(20 * MINUTE, 90)).toBe(true)
  })
})
