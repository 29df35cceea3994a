import type { StationId } from '@ioc/shared/ids'
import type { ObservedProperty } from '@ioc/shared/properties'
import { DAY, HOUR, MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import { createTurn } from '@ioc/shared/turn'
import type { Events } from '../events.js'
import type { ForecastPlace, ForecastStore, IssuedForecast } from '../ports/forecasts.js'
import type { Clock } from '../ports/clock.js'
import type { ReadHistory } from '../ports/observation-store.js'
import type { KnownStations } from '../ports/registry.js'
import type { Worker } from '../ports/worker.js'
import { createFollowing, type Followed } from './followed.js'
import { rangeOf } from './choice/issue.js'
import { createKeeping } from './keeping.js'
import { createLanes } from './lanes.js'
import { lookBack, whyNot, type LookedBack } from './look-back.js'
import { createRecords, type Records } from './record/records.js'
import { CHOICE_HOLDS_MS, lastEnd, layoutOf, subjectOf, WATER_LEVEL, type Layout, type Subject } from './plan.js'
import { createRounds, type Followable } from './rounds.js'
import type { Answer, Job } from './work.js'
import { isOfRain, type RiverInput } from './rivers/river.js'
import { createRiverInputs } from './rivers/river-input.js'
import { stepsOf } from './record/score-issued.js'

export interface ForecastDesk {
  /** Goes on with what was issued and chosen before, then begins to work. Call once. */
  open(): Promise<void>
  /** What is followed of these stations (all where left out). */
  followed(stations?: readonly string[]): Followed[]
  /** How its forecasts did. */
  records: Records
  /** Forgets all of it. */
  stationRemoved(id: StationId): void
  /** Resolves once all that was issued so far is kept. */
  settled(): Promise<void>
  close(): Promise<void>
}

interface ForecastDeskOptions {
  store: ForecastStore
  read: ReadHistory
  /** What is known of now: each datastream once, and indices. */
  newest: () => Iterable<Followable>
  stations: KnownStations
  properties: ReadonlyMap<string, ObservedProperty>
  /** One for each core that may be used at most. */
  workers: readonly Worker<Job, Answer | null>[]
  /** Of a core, all workers together. */
  share: number
  clock: Clock
  events: Pick<Events, 'forecastFailed' | 'forecastsIssued' | 'forecastRecords'>
  /** Forecasts that are on disk. */
  onIssued: (issued: readonly IssuedForecast[]) => void
}

/** How long it took to calculate, ms, and by which model it was forecast; null: it was not. */
interface Outcome {
  ms: number
  model: string | null
}

type Chosen = Pick<Followed, 'choice' | 'usualError'> & Partial<Pick<Followed, 'stepMs'>>

/** What is older has run out. */
const GOES_ON_MS = DAY
/**
 * Forecasts every datastream that can be forecast, on the clock and within its share of the processor.
 *
 * Reading and writing are here, calculating is the workers'. Work that broke is left for the next round.
 */
export function createForecastDesk(options: ForecastDeskOptions): ForecastDesk {
  const { store, read, newest, stations, properties, workers, share, clock, events, onIssued } = options
  const following = createFollowing()
  const records = createRecords({ store, read, subjectOf: subject, clock, events })
  const rivers = createRiverInputs({ read, stations })
  const inTurn = createTurn()
  const stepOf = (followed: Followed) => layout(followed).stepMs
  const rounds = createRounds({ following, newest, isFollowed, stepOf, clock })
  const keeping = createKeeping({ store, inTurn, onKept, onFailed: (cause) => events.forecastFailed(null, cause) })
  let stops: (() => void)[] = []
  let closing = false
  const lanes = createLanes({ workers, share, clock, next: rounds.next, follow })

  function subject(property: string): Subject | null {
    return subjectOf(property, properties.get(property))
  }

  /** The layout that was chosen; before, one by how often its station reports. */
  function layout({ station, property, span, stepMs }: ForecastPlace & Pick<Followed, 'stepMs'>): Layout {
    const apartMs = (stations.get(station)?.reportIntervalS ?? 0) * SECOND
    return layoutOf(span, stepMs ?? Math.max(apartMs, subject(property)?.apartMs ?? 0))
  }

  /**
   * The day of a river in the rain is told anew with its next hours: both are to say the same, and within an hour the
   * river is a metre higher. Answers how long it all took to calculate.
   */
  async function follow(followed: Followed, worker: Worker<Job, Answer | null>): Promise<number> {
    const { ms, model } = await tryOut(followed, worker)
    rounds.again(followed)
    const inRain = followed.span === 'hours' && model !== null && isOfRain(model)
    const day = inRain ? following.find({ ...followed, span: 'day' }) : null
    return day ? ms + (await tryOut(day, worker)).ms : ms
  }

  async function tryOut(followed: Followed, worker: Worker<Job, Answer | null>): Promise<Outcome> {
    try {
      return await forecast(followed, worker)
    } catch (cause) {
      if (closing) return { ms: 0, model: null }
      followed.without = 'broken'
      events.forecastFailed(followed, cause)
      return { ms: SECOND, model: null }
    }
  }

  /** Looks at one datastream and forecasts it where that makes sense. */
  async function forecast(followed: Followed, worker: Worker<Job, Answer | null>): Promise<Outcome> {
    const { property, span } = followed
    const about = subject(property)!
    const now = clock.now()
    followed.triedAt = now
    if (now - followed.chosenAt >= CHOICE_HOLDS_MS) Object.assign(followed, { choice: null, stepMs: null })
    const past = await lookBack(read, followed, { plan: layout(followed), over: about.over, now })
    const { plan, series, to } = past
    Object.assign(followed, { triedTo: to, without: whyNot(past) })
    if (followed.without) return { ms: 0, model: null }

    const usualRange = rangeOf(series.values)
    const { answer, ms } = await worker.run({
      span,
      series,
      horizon: plan.horizon,
      range: { min: Math.max(about.min, usualRange.min), max: about.max },
      choice: plan.stepMs === followed.stepMs ? followed.choice : null,
      river: property === WATER_LEVEL ? await riverOf(followed, now) : null,
    })
    if (!answer) followed.without = 'short'
    else if (following.find(followed) === followed) take(followed, answer, past, now)
    return { ms, model: answer?.model ?? null }
  }

  /** A day of a river is made of the steps of its next hours: within an hour a flood is a metre higher. */
  async function riverOf({ station, property }: Followed, now: EpochMs): Promise<RiverInput | null> {
    const place = { station, property, span: 'hours' } as const
    const { stepMs, pastMs } = layout(following.find(place) ?? { ...place, stepMs: null })
    const to = lastEnd(now, stepMs)
    return rivers.of(station, { from: to - pastMs, to, stepMs })
  }

  /** A choice that was not made now goes on. */
  function take(followed: Followed, answer: Answer, { plan: { stepMs }, to }: LookedBack, now: EpochMs): void {
    const { station, property, span } = followed
    const { choice, usualError, rainError, model, steps, scale, extremal } = answer
    followed.rainError = rainError
    if (stepMs !== followed.stepMs || !followed.choice) {
      const chosen = { choice, usualError, stepMs }
      Object.assign(followed, { ...chosen, chosenAt: now })
      keeping.choose({ station, property, span, chosenAt: now, document: JSON.stringify(chosen) })
    }
    const quantiles = Float32Array.from(steps.flat())
    keeping.issue({ station, property, span, issuedAt: now, model, start: to, stepMs, scale, quantiles, extremal })
  }

  function onKept(batch: readonly IssuedForecast[]): void {
    for (const issued of batch) {
      const followed = following.find(issued)
      if (followed) followed.issued = issued
    }
    events.forecastsIssued(batch.length)
    onIssued(batch)
  }

  function tick(): void {
    rounds.lookForNew()
    void keeping.keep()
    lanes.wake()
  }

  function isFollowed({ station, property }: Followable): boolean {
    return stations.get(station) !== undefined && subject(property) !== null
  }

  /** What was chosen and issued before, of what is still there. */
  async function goOn(now: EpochMs): Promise<void> {
    for (const { chosenAt, document, ...place } of await store.choices()) {
      if (!isFollowed(place)) continue
      Object.assign(following.begin(place, now), { chosenAt, ...(JSON.parse(document) as Chosen) })
    }
    for (const issued of await store.newest(now - GOES_ON_MS)) {
      if (!isFollowed(issued) || issued.start + stepsOf(issued) * issued.stepMs <= now) continue
      Object.assign(following.find(issued) ?? following.begin(issued, now), { issued, triedTo: issued.start })
    }
    for (const followed of following.at()) rounds.again(followed)
  }

  return {
    records,
    async open() {
      await goOn(clock.now())
      await records.refresh()
      onIssued(following.at().flatMap(({ issued }) => issued ?? []))
      stops = [
        clock.every(SECOND, tick),
        clock.every(5 * MINUTE, () => void records.judge()),
        clock.every(6 * HOUR, () => void records.judgeAgain()),
        clock.every(DAY, () => void records.tidy()),
      ]
      lanes.open()
    },
    followed: following.at,
    stationRemoved(id) {
      following.forget(id)
      keeping.forget(id)
      void inTurn(() => records.forget(id))
    },
    async settled() {
      await keeping.keep()
      await records.settled()
    },
    async close() {
      closing = true
      for (const stop of stops) stop()
      await lanes.close()
      await keeping.keep()
      await records.settled()
    },
  }
}
