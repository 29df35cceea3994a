import { PROPERTIES } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { noise } from '../models/wavy.fixture.js'
import { createWatched, lookAtStretch, takeIn } from './watched.js'

const temperature = PROPERTIES.find(({ key }) => key === 'temperature')!
const waterLevel = PROPERTIES.find(({ key }) => key === 'water_level')!
const LEARNED = 12 * DAY

/** A watch that knows twelve days of values, one a minute, and what is usual. */
function learned() {
  const next = noise(7)
  const usual = (at: number) => 20 + 5 * Math.sin((2 * Math.PI * at) / DAY) + 0.5 * next()
  const each = createWatched({} as Station, temperature, null)
  for (let at = MINUTE; at <= LEARNED; at += MINUTE) takeIn(each, at, usual(at), 'good')
  lookAtStretch(each)
  return { each, usual }
}

/** A river in small waves, still for half a day after nine, and then rising. */
const level = (at: number) => {
  const [calm, rise] = [9 * DAY, 9 * DAY + 12 * HOUR]
  const wave = 1.2 + 0.06 * Math.sin((2 * Math.PI * Math.min(at, calm)) / (30 * HOUR))
  return Math.round((wave + Math.max(0, at - rise) * (0.35 / HOUR)) * 100) / 100
}

describe('a datastream that is watched', () => {
  it('is as quiet where values come every second as where they come every minute', () => {
    const { each, usual } = learned()
    for (let at = LEARNED; at <= LEARNED + 6 * HOUR; at += SECOND) takeIn(each, at, usual(at), 'good')
    lookAtStretch(each)
    expect([each.seenAt, each.anomaly, each.oddAt]).toEqual([LEARNED + 6 * HOUR, null, NaN])
  })

  it.each([12, -12])('is doubted for a value off by %d that was there for a second', (off) => {
    const { each, usual } = learned()
    const wild = LEARNED + 20.5 * MINUTE
    for (let at = LEARNED; at <= LEARNED + HOUR; at += SECOND)
      takeIn(each, at, usual(at) + (at === wild ? off : 0), 'good')
    lookAtStretch(each)
    expect(each.anomaly).toMatchObject({ kind: 'spike', at: wild, side: Math.sign(off) })
    // What came after it fits.
    expect(each.oddAt).toBe(wild)
  })

  it('passes over what is older than what was looked at, or no plausible or whole measurement', () => {
    const { each, usual } = learned()
    takeIn(each, LEARNED - 5 * MINUTE, 45, 'good')
    takeIn(each, LEARNED + SECOND, 45, 'calibrating')
    takeIn(each, LEARNED + 2 * SECOND, 45, 'fault')
    takeIn(each, LEARNED + 3 * SECOND, temperature.max + 1, 'good')
    takeIn(each, LEARNED + 4 * SECOND, usual(LEARNED), 'good')
    lookAtStretch(each)
    expect(each.anomaly).toBeNull()
  })

  it('takes what comes out of order within its minute', () => {
    const { each, usual } = learned()
    takeIn(each, LEARNED + 30 * SECOND, usual(LEARNED), 'good')
    takeIn(each, LEARNED + 20 * SECOND, 45, 'good')
    lookAtStretch(each)
    expect(each.anomaly).toMatchObject({ kind: 'spike', at: LEARNED + 20 * SECOND })
    expect(each.seenAt).toBe(LEARNED + 30 * SECOND)
  })

  it('is not taken for stuck any more once it moves: a river that rises after still low water', () => {
    const each = createWatched({} as Station, waterLevel, null)
    const until = (from: number, to: number) => {
      for (let at = from; at < to; at += 10 * MINUTE) takeIn(each, at, level(at), 'good')
      lookAtStretch(each)
    }
    until(0, 9.5 * DAY)
    expect(each.anomaly).toMatchObject({ kind: 'flatline' })
    until(9.5 * DAY, 9.5 * DAY + HOUR)
    expect([each.anomaly?.kind === 'flatline', each.over]).toEqual([false, true])
  })
})
