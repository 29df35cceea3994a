import type { StationId } from '@ioc/shared/ids'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import { createTurn } from '@ioc/shared/turn'
import type { Events } from '../events.js'
import {
  FORECAST_SPANS,
  type ForecastPlace,
  type ForecastStore,
  type IssuedForecast,
  type SavedChoice,
} from '../ports/forecasts.js'
import type { Clock } from '../ports/clock.js'
import type { Worker } from '../ports/worker.js'
import { createAgenda } from './agenda.js'
import { createCourses, type Course, type WhyNot } from './courses.js'
import { rangeOf } from './issue.js'
import { createLanes } from './lanes.js'
import { lookBack, whyNot, type Past } from './look-back.js'
import { createRecords, type Records } from './records.js'
import { layoutOf, nextEnd, subjectOf, type Layout, type Subject } from './plan.js'
import type { ReadHistory } from './read-even.js'
import type { Answer, Job } from './work.js'
import { createRiverInputs } from './river-input.js'
import { stepsOf } from './score-issued.js'

export interface ForecastDesk {
  /** Goes on with what was issued and chosen before, then begins to work. Call once. */
  open(): Promise<void>
  /** What is followed of these stations (all where left out). */
  courses(stations?: readonly string[]): Course[]
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
  newest: () => Iterable<{ station: StationId; property: string }>
  stations: { get(id: StationId): Station | undefined; values(): Iterable<Station> }
  properties: ReadonlyMap<string, ObservedProperty>
  /** Whether somebody waits for each step of it: it is forecast as often as it has steps, and first. */
  isUrgent: (station: StationId, property: string) => boolean
  /** One for each core that may be used at most. */
  workers: readonly Worker<Job, Answer | null>[]
  /** Of a core, all workers together. */
  share: number
  clock: Clock
  events: Pick<Events, 'forecastFailed' | 'forecastsIssued' | 'forecastRecords'>
  /** Forecasts that are on disk. */
  onIssued: (issued: readonly IssuedForecast[]) => void
}

type Chosen = Pick<Course, 'choice' | 'backtest'> & Partial<Pick<Course, 'stepMs'>>

const CHOICE_HOLDS_MS = DAY
/** What is older has run out. */
const GOES_ON_MS = DAY
/** Where there was nothing to forecast from there may be soon, or not for long. */
const TRIES_AGAIN_MS: Record<WhyNot, number> = {
  silent: 5 * MINUTE,
  broken: 5 * MINUTE,
  short: HOUR,
  sparse: HOUR,
  constant: HOUR,
}
/** So many of what is known now are looked at each second, for datastreams that are new. */
const LOOKED_AT = 2_000

/**
 * Forecasts every datastream that can be forecast, on the clock and within its share of the processor.
 *
 * Reading and writing are here, calculating is the workers'. Work that broke is left for the next round.
 */
export function createForecastDesk(options: ForecastDeskOptions): ForecastDesk {
  const { store, read, newest, stations, properties, isUrgent, workers, share, clock, events, onIssued } = options
  const courses = createCourses()
  const records = createRecords({ store, read, subjectOf: subject, clock, events })
  const rivers = createRiverInputs({ read, stations })
  const inTurn = createTurn()
  const [urgent, usual] = [createAgenda<Course>(), createAgenda<Course>()]
  let known: Iterator<{ station: StationId; property: string }> | null = null
  let unkept: IssuedForecast[] = []
  let unkeptChoices: SavedChoice[] = []
  let stops: (() => void)[] = []
  let closing = false
  const lanes = createLanes({ workers, share, clock, next, follow })

  function subject(property: string): Subject | null {
    return subjectOf(property, properties.get(property))
  }

  /** The layout that was chosen; before, one by how often its station reports. */
  function layout({ station, property, span, stepMs }: Course): Layout {
    const apartMs = (stations.get(station)?.reportIntervalS ?? 0) * SECOND
    return layoutOf(span, stepMs ?? Math.max(apartMs, subject(property)?.apartMs ?? 0))
  }

  function schedule(course: Course): void {
    const first = isUrgent(course.station, course.property)
    const every = first && course.span === 'hours' ? layout(course).stepMs : HOUR
    const { without, triedTo, triedAt } = course
    const due = without ? triedAt + TRIES_AGAIN_MS[without] : nextEnd(triedTo, every)
    ;(first ? urgent : usual).add(course, due)
  }

  /** Who is waited for comes first, then who has waited longest; who is gone does not come. */
  function next(): Course | undefined {
    for (;;) {
      const course = urgent.take(clock.now()) ?? usual.take(clock.now())
      if (!course || courses.find(course) === course) return course
    }
  }

  /** Begins to follow what is new, a portion at a time. */
  function lookForNew(): void {
    known ??= newest()[Symbol.iterator]()
    for (let looked = 0; looked < LOOKED_AT; looked++) {
      const { done, value } = known.next()
      if (done) return void (known = null)
      if (!isFollowed(value)) continue
      for (const span of FORECAST_SPANS) {
        const place = { station: value.station, property: value.property, span }
        if (!courses.find(place)) schedule(courses.begin(place))
      }
    }
  }

  async function follow(course: Course, worker: Worker<Job, Answer | null>): Promise<number> {
    try {
      return await forecast(course, worker)
    } catch (cause) {
      if (closing) return 0
      course.without = 'broken'
      events.forecastFailed(course, cause)
      return SECOND
    } finally {
      schedule(course)
    }
  }

  /** Looks at one datastream and forecasts it where that makes sense; answers how long it took to calculate. */
  async function forecast(course: Course, worker: Worker<Job, Answer | null>): Promise<number> {
    const { station, property, span } = course
    const about = subject(property)!
    const now = clock.now()
    course.triedAt = now
    if (now - course.chosenAt >= CHOICE_HOLDS_MS) Object.assign(course, { choice: null, stepMs: null })
    const past = await lookBack(read, course, { plan: layout(course), over: about.over, now })
    const { plan, series, to } = past
    Object.assign(course, { triedTo: to, without: whyNot(past) })
    if (course.without) return 0

    const usualRange = rangeOf(series.values)
    const steps = { from: series.start, to, stepMs: plan.stepMs }
    const { answer, ms } = await worker.run({
      span,
      series,
      horizon: plan.horizon,
      range: { min: Math.max(about.min, usualRange.min), max: about.max },
      choice: plan.stepMs === course.stepMs ? course.choice : null,
      river: property === 'water_level' ? await rivers.of(station, steps) : null,
    })
    if (!answer) course.without = 'short'
    else if (courses.find(course) === course) take(course, answer, past, now)
    return ms
  }

  /** A choice that was not made now goes on. */
  function take(course: Course, answer: Answer, { plan: { stepMs }, to }: Past, now: EpochMs): void {
    const { station, property, span } = course
    const { choice, backtest, model, steps, scale } = answer
    if (stepMs !== course.stepMs || !course.choice) {
      const chosen = { choice, backtest, stepMs }
      Object.assign(course, { ...chosen, chosenAt: now })
      unkeptChoices.push({ station, property, span, chosenAt: now, document: JSON.stringify(chosen) })
    }
    const quantiles = Float32Array.from(steps.flat())
    unkept.push({ station, property, span, issuedAt: now, model, start: to, stepMs, scale, quantiles })
  }

  /** Only what is on disk is shown: its record will be asked for. */
  function keep(): Promise<void> {
    return inTurn(async () => {
      const [batch, choices] = [unkept, unkeptChoices]
      unkept = []
      unkeptChoices = []
      for (const choice of choices) await store.putChoice(choice)
      if (batch.length === 0) return
      await store.put(batch)
      for (const issued of batch) {
        const course = courses.find(issued)
        if (course) course.issued = issued
      }
      events.forecastsIssued(batch.length)
      onIssued(batch)
    }).catch((cause: unknown) => events.forecastFailed(null, cause))
  }

  function tick(): void {
    lookForNew()
    void keep()
    lanes.wake()
  }

  function isFollowed({ station, property }: Omit<ForecastPlace, 'span'>): boolean {
    return stations.get(station) !== undefined && subject(property) !== null
  }

  /** What was chosen and issued before, of what is still there. */
  async function goOn(now: EpochMs): Promise<void> {
    for (const { chosenAt, document, ...place } of await store.choices()) {
      if (!isFollowed(place)) continue
      Object.assign(courses.begin(place), { chosenAt, ...(JSON.parse(document) as Chosen) })
    }
    for (const issued of await store.newest(now - GOES_ON_MS)) {
      if (!isFollowed(issued) || issued.start + stepsOf(issued) * issued.stepMs <= now) continue
      Object.assign(courses.find(issued) ?? courses.begin(issued), { issued, triedTo: issued.start })
    }
    for (const course of courses.at()) schedule(course)
  }

  return {
    records,
    async open() {
      await goOn(clock.now())
      await records.refresh()
      onIssued(courses.at().flatMap(({ issued }) => issued ?? []))
      stops = [
        clock.every(SECOND, tick),
        clock.every(5 * MINUTE, () => void records.judge()),
        clock.every(6 * HOUR, () => void records.judgeAgain()),
        clock.every(DAY, () => void records.tidy()),
      ]
      lanes.open()
    },
    courses: courses.at,
    stationRemoved(id) {
      courses.forget(id)
      unkept = unkept.filter(({ station }) => station !== id)
      unkeptChoices = unkeptChoices.filter(({ station }) => station !== id)
      void inTurn(() => records.forget(id))
    },
    async settled() {
      await keep()
      await records.settled()
    },
    async close() {
      closing = true
      for (const stop of stops) stop()
      await lanes.close()
      await keep()
      await records.settled()
    },
  }
}
