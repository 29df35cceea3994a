import { FORECAST_SPANS } from '@ioc/shared/forecast'
import type { StationId } from '@ioc/shared/ids'
import { HOUR, MINUTE } from '@ioc/shared/time'
import type { Clock } from '../ports/clock.js'
import { createAgenda } from './agenda.js'
import type { Followed, Following, WhyNot } from './followed.js'
import { isUrgent, nextEnd, paceOf } from './plan.js'

/** What may be followed: a property or an index of a station. */
export interface Followable {
  station: StationId
  property: string
}

/** Who is looked at when. */
export interface Rounds {
  /** Begins to follow what is new, a portion at a time. */
  lookForNew(): void
  /** Who is waited for comes first, then who has waited longest; undefined where nobody is due. Who is gone does not come. */
  next(): Followed | undefined
  /** Comes again once there is something new to forecast from, or there may be. */
  again(followed: Followed): void
}

interface RoundsOptions {
  following: Following
  /** What is known of now: each datastream once, and indices. */
  newest: () => Iterable<Followable>
  isFollowed: (what: Followable) => boolean
  /** In what steps it is forecast. */
  stepOf: (followed: Followed) => number
  clock: Pick<Clock, 'now'>
}

/**
 * Where there was nothing to forecast from there may be soon, or not for long. What is followed since a short while is
 * looked at sooner: its past may be on its way.
 */
const TRIES_AGAIN_MS: Record<WhyNot, number> = {
  silent: 5 * MINUTE,
  broken: 5 * MINUTE,
  short: HOUR,
  sparse: HOUR,
  constant: HOUR,
}
/** So many of what is known now are looked at each time, for datastreams that are new. */
const LOOKED_AT = 2_000

/** Knows when each datastream that is followed is due. */
export function createRounds({ following, newest, isFollowed, stepOf, clock }: RoundsOptions): Rounds {
  const [urgent, usual] = [createAgenda<Followed>(), createAgenda<Followed>()]
  let known: Iterator<Followable> | null = null

  function again(followed: Followed): void {
    const first = isUrgent(followed.property)
    const { span, without, triedTo, triedAt, begunAt } = followed
    const pace = paceOf(span, stepOf(followed), first)
    const rest = (most: number) => Math.min(most, Math.max(MINUTE, triedAt - begunAt))
    const due = without ? triedAt + rest(TRIES_AGAIN_MS[without]) : nextEnd(triedTo, pace)
    ;(first ? urgent : usual).add(followed, due)
  }

  return {
    again,
    next() {
      for (;;) {
        const followed = urgent.take(clock.now()) ?? usual.take(clock.now())
        if (!followed || following.find(followed) === followed) return followed
      }
    },
    lookForNew() {
      known ??= newest()[Symbol.iterator]()
      for (let looked = 0; looked < LOOKED_AT; looked++) {
        const { done, value } = known.next()
        if (done) return void (known = null)
        if (!isFollowed(value)) continue
        for (const span of FORECAST_SPANS) {
          const place = { station: value.station, property: value.property, span }
          if (!following.find(place)) again(following.begin(place, clock.now()))
        }
      }
    },
  }
}
