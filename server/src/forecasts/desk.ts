import type { WithoutForecast } from '@ioc/shared/forecast'
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
import { rangeOf } from './issue.js'
import type { EvenSeries } from './even-series.js'
import { createLanes } from './lanes.js'
import { createRecords, type Records } from './records.js'
import { apartOf, isSparse, lastEnd, layoutOf, subjectOf, type Layout, type Subject } from './plan.js'
import { readEven, type ReadHistory } from './read-even.js'
import type { Answer, Backtest, Job } from './work.js'
import { createRainfall } from './rainfall.js'
import { stepsOf } from './score-issued.js'
import type { Choice } from './choose.js'

/** What the desk itself can say; whether a record is good enough to show a forecast is asked later. */
type WhyNot = Exclude<WithoutForecast, 'unreliable'>

/** One datastream and span as the desk follows it. */
export interface Course extends ForecastPlace {
  choice: Choice | null
  chosenAt: EpochMs
  /** The step that was chosen with it. */
  stepMs: number | null
  backtest: Backtest | null
  issued: IssuedForecast | null
  /** Null: it has one, or nobody has looked yet. */
  without: WhyNot | null
  /** End of the past that was looked at last, and when that was. */
  triedTo: EpochMs
  triedAt: EpochMs
}

export interface ForecastDesk {
  /** Goes on with what was issued and chosen before, then begins to work. Call once. */
  open(): Promise<void>
  /** What is followed of these stations (all where left out). */
  courses(stations?: readonly string[]): Course[]
  /** How its forecasts did. */
  records: Records
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
/** Where there was nothing to forecast from there may be soon. */
const TRIES_AGAIN_MS = 5 * MINUTE

/**
 * Forecasts every datastream that can be forecast, on the clock and within its share of the processor.
 *
 * Reading and writing are here, calculating is the workers'. Work that broke is left for the next round.
 */
export function createForecastDesk(options: ForecastDeskOptions): ForecastDesk {
  const { store, read, newest, stations, properties, isUrgent, workers, share, clock, events, onIssued } = options
  const courses = new Map<string, Course>()
  const records = createRecords({ store, read, subjectOf: subject, clock, events })
  const rainfall = createRainfall({ read, stations })
  const inTurn = createTurn()
  let queue: Course[] = []
  let unkept: IssuedForecast[] = []
  let unkeptChoices: SavedChoice[] = []
  let stops: (() => void)[] = []
  const lanes = createLanes({ workers, share, clock, next: () => queue.pop(), follow })

  function subject(property: string): Subject | null {
    return subjectOf(property, properties.get(property))
  }

  function courseOf(place: ForecastPlace): Course {
    const key = `${place.station}/${place.property}/${place.span}`
    let course = courses.get(key)
    if (!course) {
      const { station, property, span } = place
      const nothing = { choice: null, chosenAt: 0, stepMs: null, backtest: null, issued: null, without: null }
      courses.set(key, (course = { station, property, span, ...nothing, triedTo: 0, triedAt: 0 }))
    }
    return course
  }

  /** The layout that was chosen; before, one by how often its station reports. */
  function layout({ station, property, span, stepMs }: Course): Layout {
    const apartMs = (stations.get(station)?.reportIntervalS ?? 0) * SECOND
    return layoutOf(span, stepMs ?? Math.max(apartMs, subject(property)?.apartMs ?? 0))
  }

  function isDue(course: Course, now: EpochMs): boolean {
    if (course.without) return now - course.triedAt >= TRIES_AGAIN_MS
    const every = course.span === 'hours' && isUrgent(course.station, course.property) ? layout(course).stepMs : HOUR
    return lastEnd(now, every) > course.triedTo
  }

  /** What is due, who is waited for first; a station that is gone is forgotten. */
  function fillQueue(): void {
    const now = clock.now()
    for (const { station, property } of newest()) {
      if (subject(property)) for (const span of FORECAST_SPANS) courseOf({ station, property, span })
    }
    const due: { course: Course; first: boolean }[] = []
    for (const [key, course] of courses) {
      if (!stations.get(course.station)) courses.delete(key)
      else if (isDue(course, now)) due.push({ course, first: isUrgent(course.station, course.property) })
    }
    due.sort((a, b) => Number(b.first) - Number(a.first) || a.course.triedAt - b.course.triedAt)
    queue = due.map(({ course }) => course).toReversed()
  }

  async function follow(course: Course, worker: Worker<Job, Answer | null>): Promise<number> {
    try {
      return await forecast(course, worker)
    } catch (cause) {
      course.without = 'broken'
      events.forecastFailed(course, cause)
      return SECOND
    }
  }

  /** Looks at one datastream and forecasts it where that makes sense; answers how long it took to calculate. */
  async function forecast(course: Course, worker: Worker<Job, Answer | null>): Promise<number> {
    const { station, property, span } = course
    const about = subject(property)
    if (!about) return 0
    const now = clock.now()
    if (now - course.chosenAt >= CHOICE_HOLDS_MS) Object.assign(course, { choice: null, stepMs: null })
    const { plan, range, series } = await lookBack(course, about, now)
    Object.assign(course, { triedTo: range.to, triedAt: now })
    course.without = whyNot(series, plan)
    if (course.without) return 0

    const usual = rangeOf(series.values)
    const choice = plan.stepMs === course.stepMs ? course.choice : null
    const { answer, ms } = await worker.run({
      span,
      series,
      horizon: plan.horizon,
      range: { min: Math.max(about.min, usual.min), max: about.max },
      choice,
      rain: property === 'water_level' ? await rainfall.at(station, { ...range, from: series.start }) : null,
    })
    if (!answer) course.without = 'short'
    else take(course, answer, { now, to: range.to, plan, isNew: choice === null })
    return ms
  }

  /** The past as far as it is known, in steps that its values fill: they may come more seldom than its station's others. */
  async function lookBack(course: Course, { over }: Subject, now: EpochMs) {
    const { station, property, span } = course
    const readAs = async (plan: Layout) => {
      const { stepMs, pastMs } = plan
      const to = lastEnd(now, stepMs)
      const range = { from: to - pastMs, to, stepMs }
      return { plan, range, series: fromFirst(await readEven(read, { station, property, over, ...range })) }
    }
    const found = await readAs(layout(course))
    const apart = layoutOf(span, apartOf(found.series))
    return apart.stepMs > found.plan.stepMs ? readAs(apart) : found
  }

  function take(course: Course, answer: Answer, at: { now: EpochMs; to: EpochMs; plan: Layout; isNew: boolean }): void {
    const { station, property, span } = course
    const { choice, backtest, model, steps, scale } = answer
    const { now, to, plan, isNew } = at
    if (isNew) {
      const chosen = { choice, backtest, stepMs: plan.stepMs }
      Object.assign(course, { ...chosen, chosenAt: now })
      unkeptChoices.push({ station, property, span, chosenAt: now, document: JSON.stringify(chosen) })
    }
    const quantiles = Float32Array.from(steps.flat())
    unkept.push({ station, property, span, issuedAt: now, model, start: to, stepMs: plan.stepMs, scale, quantiles })
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
      for (const issued of batch) courseOf(issued).issued = issued
      events.forecastsIssued(batch.length)
      onIssued(batch)
    }).catch((cause: unknown) => events.forecastFailed(null, cause))
  }

  function tick(): void {
    if (queue.length === 0) fillQueue()
    void keep()
    if (queue.length > 0) lanes.wake()
  }

  return {
    records,
    async open() {
      const now = clock.now()
      for (const { chosenAt, document, ...place } of await store.choices()) {
        Object.assign(courseOf(place), { chosenAt, ...(JSON.parse(document) as Chosen) })
      }
      for (const issued of await store.newest(now - GOES_ON_MS)) {
        if (issued.start + stepsOf(issued) * issued.stepMs <= now) continue
        Object.assign(courseOf(issued), { issued, triedTo: issued.start })
      }
      await records.refresh()
      onIssued([...courses.values()].flatMap(({ issued }) => issued ?? []))
      stops = [
        clock.every(SECOND, tick),
        clock.every(5 * MINUTE, () => void records.judge()),
        clock.every(DAY, () => void records.tidy()),
      ]
      lanes.open()
    },
    courses(wanted) {
      const all = [...courses.values()]
      return wanted ? all.filter(({ station }) => wanted.includes(station)) : all
    },
    async settled() {
      await keep()
      await records.settled()
    },
    async close() {
      for (const stop of stops) stop()
      await lanes.close()
      await keep()
      await records.settled()
    },
  }
}

/** The past as far as it is known. */
function fromFirst(series: EvenSeries): EvenSeries {
  const first = series.values.findIndex((value) => !Number.isNaN(value))
  const skip = first < 0 ? series.values.length : first
  return { ...series, start: series.start + skip * series.stepMs, values: series.values.slice(skip) }
}

function whyNot(series: EvenSeries, { least, fresh }: Layout): WhyNot | null {
  const { values } = series
  const known = values.filter((value) => !Number.isNaN(value))
  if (known.length < least) return 'short'
  if (values.slice(-fresh).every(Number.isNaN)) return 'silent'
  if (isSparse(series)) return 'sparse'
  return known.every((value) => value === known[0]) ? 'constant' : null
}
