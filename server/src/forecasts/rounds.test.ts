import type { StationId } from '@ioc/shared/ids'
import { HOUR, MINUTE } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { createFollowing, type Followed } from './followed.js'
import { createRounds, type Followable } from './rounds.js'

const T0 = Date.UTC(2026, 10, 20)
const STEP = 10 * MINUTE
const of = (station: string, property: string): Followable => ({ station: station as StationId, property })

function room(known: readonly Followable[]) {
  const following = createFollowing()
  let now = T0
  const rounds = createRounds({
    following,
    newest: () => known,
    isFollowed: ({ property }) => property !== 'rain',
    stepOf: ({ span }) => (span === 'hours' ? STEP : HOUR),
    clock: { now: () => now },
  })
  function due(): Followed[] {
    const all: Followed[] = []
    for (let next = rounds.next(); next; next = rounds.next()) all.push(next)
    return all
  }
  /** Looked at now, and put back. */
  function lookAt(each: Followed, without: Followed['without'] = null): void {
    Object.assign(each, { triedAt: now, triedTo: now, without })
    rounds.again(each)
  }
  return { following, rounds, due, lookAt, wait: (ms: number) => (now += ms) }
}

const named = (all: readonly Followed[]) => all.map(({ property, span }) => `${property} ${span}`)

describe('the rounds of the desk', () => {
  it('begin with what is waited for, and leave out what is not forecast', () => {
    const { rounds, due } = room([of('A', 'pm25'), of('B', 'water_level'), of('B', 'rain')])
    rounds.lookForNew()
    expect(named(due())).toEqual(['water_level hours', 'water_level day', 'pm25 day', 'pm25 hours'])
  })

  it('come back to a water level with each of its steps, and to all else once an hour', () => {
    const { rounds, due, lookAt, wait } = room([of('A', 'pm25'), of('B', 'water_level')])
    rounds.lookForNew()
    for (const each of due()) lookAt(each)
    wait(STEP + MINUTE)
    expect(named(due())).toEqual(['water_level hours'])
    wait(HOUR - STEP)
    expect(named(due())).toEqual(['water_level day', 'pm25 day', 'pm25 hours'])
  })

  it('try again soon what could not be forecast, the sooner the newer it is', () => {
    const { rounds, due, lookAt, wait } = room([of('A', 'pm25')])
    rounds.lookForNew()
    for (const each of due()) lookAt(each, 'short')
    wait(MINUTE)
    const again = due()
    expect(again).toHaveLength(2)
    wait(2 * HOUR)
    for (const each of again) lookAt(each, 'short')
    wait(HOUR - 1)
    expect(due()).toEqual([])
    wait(1)
    expect(due()).toHaveLength(2)
  })

  it('never come to who is gone', () => {
    const { following, rounds, due } = room([of('A', 'pm25'), of('B', 'pm25')])
    rounds.lookForNew()
    following.forget('A' as StationId)
    expect(due().map(({ station }) => station)).toEqual(['B', 'B'])
  })

  it('look at many a portion at a time, each once', () => {
    const many = Array.from({ length: 2_500 }, (_, i) => of(`S-${i}`, 'pm25'))
    const { rounds, due } = room(many)
    rounds.lookForNew()
    expect(due()).toHaveLength(4_000)
    rounds.lookForNew()
    rounds.lookForNew()
    expect(due()).toHaveLength(1_000)
  })
})
