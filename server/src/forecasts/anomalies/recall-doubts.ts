import type { Doubt } from '@ioc/shared/anomaly'
import { datastreamId, type DatastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { DAY, MINUTE, type EpochMs } from '@ioc/shared/time'
import { coded } from '../../errors.js'
import type { ObservationStore, Reading } from '../../ports/observation-store.js'
import type { KnownStations } from '../../ports/registry.js'
import type { RecalledDoubt } from '../../ports/suspicion-store.js'
import { nearest } from '../nearest.js'
import { subjectOf } from '../plan.js'
import { attend } from './attend.js'
import { pastBefore, takePast } from './learn-past.js'
import { FARTHEST_KM, NEAREST, type Near } from './neighbourhoods.js'
import { renewDoubt } from './renew-doubt.js'
import { createSlices, type Elapsed, type Slices } from './slices.js'
import { createWatched, lookAtStretch, takeIn, type Watched } from './watched.js'

export interface RecallOptions {
  /** Whose doubts are wanted. */
  places: readonly { station: StationId; property: PropertyKey }[]
  from: EpochMs
  to: EpochMs
  stations: Pick<KnownStations, 'values'>
  properties: readonly ObservedProperty[]
  store: Pick<ObservationStore, 'envelopes' | 'read'>
  elapsed: Elapsed
  signal: AbortSignal
}

/** Days of datastreams that are read for one answer: about a minute of work where values come every ten seconds. */
const MOST_DAYS = 10_000
/** Learning the past of one costs about as much as so many days. */
const LEARNING_DAYS = 2
/** How many neighbours are played along first, where any is asked; twice as many where too few of them were heard. */
const FIRST_NEIGHBOURS = 2 * NEAREST

/**
 * What the desk would have doubted from `from` to `to`, had it been started at `from`: it learns what was before, looks
 * once a minute, and asks the neighbours as they were at that moment. Values count as having come when they were
 * measured. In time order.
 *
 * Each datastream is played by itself first; only where it would have asked its neighbours is it played again with them,
 * and with ever more of them until so many were heard that farther ones would not have been asked.
 */
export async function recallDoubts(options: RecallOptions): Promise<RecalledDoubt[]> {
  const { places, from, to, properties, elapsed } = options
  const stations = new Map([...options.stations.values()].map((station) => [station.id, station]))
  const slices = createSlices(elapsed)
  const daysEach = (to - from) / DAY + LEARNING_DAYS
  let days = 0

  /** Before it is read: what would be too much is told at once. */
  function spend(datastreams: number): void {
    days += datastreams * daysEach
    if (days <= MOST_DAYS) return
    const most = Math.floor(MOST_DAYS / daysEach)
    const what = `anomalies of ${places.length} datastreams with their neighbours`
    throw coded('trial.too-large', `${what} are too many over this range, which allows for ${most}: try fewer or less`)
  }

  function alike({ id, kind }: Station, { key }: ObservedProperty): Station[] {
    return [...stations.values()].filter((other) => {
      return other.id !== id && other.kind === kind && (other.properties?.includes(key) ?? true)
    })
  }

  const subjects = places.flatMap(({ station: id, property: key }) => {
    const station = stations.get(id)
    const property = properties.find((each) => each.key === key)
    return station && property && subjectOf(key, property) ? { station, property } : []
  })
  spend(subjects.length)
  const recalled: RecalledDoubt[] = []
  for (const { station, property } of subjects) {
    for (let most = 0; ; most = Math.max(FIRST_NEIGHBOURS, 2 * most)) {
      const neighbours = most === 0 ? [] : nearest(station, alike(station, property), most, FARTHEST_KM)
      if (most > 0) spend(1 + neighbours.length)
      const knowsAll = most > 0 && neighbours.length < most
      const { doubts, fellShort } = await play(options, { station, property, neighbours, slices })
      if (fellShort && !knowsAll) continue
      recalled.push(...doubts)
      break
    }
  }
  return recalled.sort((a, b) => a.from - b.from)
}

interface Cast {
  station: Station
  property: ObservedProperty
  neighbours: readonly Station[]
  slices: Slices
}

/** What would have been doubted of one, and whether it ever asked fewer neighbours than there may be. */
async function play(options: RecallOptions, { station, property, neighbours, slices }: Cast) {
  const { from, to } = options
  const [own, ...others] = [station, ...neighbours].map((each) => createWatched(each, property, null)) as [Watched]
  const doubts: RecalledDoubt[] = []
  let fellShort = false
  const near: Near<Watched> = (_, fits) => {
    const heard = (others as Watched[]).filter(fits).slice(0, NEAREST)
    if (heard.length < NEAREST) fellShort = true
    return heard
  }
  const tell = (doubt: Doubt | null, at: EpochMs) =>
    doubts.push({ station: station.id, property: property.key, doubt, from: at })

  const all = [own, ...(others as Watched[])]
  await learn(options, all, slices)
  for (let day = from; day < to; day += DAY) {
    const end = Math.min(day + DAY, to)
    const played = []
    for (const each of all) played.push({ each, next: 0, readings: await readAll(options, each, day, end) })
    for (let now = day; now < end;) {
      now = Math.min(now + MINUTE, end)
      for (const one of played) {
        for (; one.next < one.readings.length && one.readings[one.next]!.at < now; one.next++) {
          const { at, value, quality } = one.readings[one.next]!
          takeIn(one.each, at, value, quality)
        }
      }
      for (const each of others as Watched[]) attend(each, now, () => undefined)
      const asks = attend(own, now, () => tell(null, now))
      const doubt = asks ? renewDoubt(own, near) : null
      if (doubt) tell(doubt, now)
      if (slices.isOver()) await takeTurns(options, slices)
    }
  }
  return { doubts, fellShort }
}

async function learn(options: RecallOptions, all: readonly Watched[], slices: Slices): Promise<void> {
  const { store, from } = options
  const byId = new Map(all.map((each) => [datastreamId(each.station.id, each.property.key), each]))
  for await (const piece of store.envelopes({ datastreams: [...byId.keys()], ...pastBefore(from) })) {
    takePast(byId.get(piece.datastream)!, piece)
    if (slices.isOver()) await takeTurns(options, slices)
  }
  for (const each of all) {
    lookAtStretch(each)
    each.learned = true
    each.over = false
  }
}

async function readAll(options: RecallOptions, { station, property }: Watched, from: EpochMs, to: EpochMs) {
  const id: DatastreamId = datastreamId(station.id, property.key)
  const all: Reading[] = []
  for await (const readings of options.store.read(id, from, to)) {
    for (const reading of readings) all.push(reading)
  }
  return all
}

async function takeTurns({ signal }: RecallOptions, slices: Slices): Promise<void> {
  await slices.pause()
  if (signal.aborted) throw coded('request.gone', 'the one who asked is gone')
}
