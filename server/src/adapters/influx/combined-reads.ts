import { combine } from '@ioc/shared/bucket'
import { datastreamId, type DatastreamId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { bucketStart, VIETNAM_OFFSET_MS, type EpochMs } from '@ioc/shared/time'
import type {
  AsOf,
  Bucket,
  BucketQuery,
  ObservationStore,
  Reading,
  StoredReading,
} from '../../ports/observation-store.js'
import type { Forwarded } from '../duckdb/forwarded.js'
import type { DuckdbStore } from '../duckdb/observation-store.js'
import type { Influx } from './client.js'
import { readBuckets, readNewest, readRange } from './queries.js'
import { WINDOW_MS, windowsOf, type Window } from './windows.js'

interface CombinedOptions {
  front: Pick<DuckdbStore, 'read' | 'buckets' | 'bucketsByStation' | 'envelopes' | 'tierBuckets' | 'newest'>
  forwarded: Forwarded
  influx: Influx
}

type Reads = Pick<ObservationStore, 'read' | 'buckets' | 'bucketsByStation' | 'envelopes' | 'newest'>

/** The readings of one chunk. */
const CHUNK = 10_000
/** Windows that are asked for together. */
const AT_ONCE = 4

/**
 * Reads the front and the remote store as one. Where both have a time, the front is right: what is there may be a
 * correction that has not been sent yet.
 *
 * Buckets that the tiers of the front know are theirs, however old: the remote store is asked for the rest alone. Each
 * window is read in the front first and only then is it asked what has left, because observations leave the front
 * while they are being read.
 */
export function createCombinedReads({ front, forwarded, influx }: CombinedOptions): Reads {
  async function windows(
    datastreams: readonly DatastreamId[],
    { from, to }: Pick<Window, 'from' | 'to'>,
  ): Promise<Window[]> {
    const query = { datastreams, from, to, windowMs: WINDOW_MS, shiftMs: VIETNAM_OFFSET_MS }
    const here = await forwarded.windowsHere(query)
    return windowsOf(
      { from, to },
      here,
      datastreams.flatMap((id) => forwarded.reaches(id)),
    )
  }

  /** When what has left for InfluxDB arrived is not kept: it is taken as known. */
  async function readWindow(
    datastream: DatastreamId,
    { from, to, here: any }: Window,
    known?: EpochMs,
  ): Promise<StoredReading[]> {
    const here = new Map<EpochMs, StoredReading>()
    if (any) {
      for await (const chunk of front.read(datastream, from, to, known)) for (const one of chunk) here.set(one.at, one)
    }
    if (!forwarded.holds(datastream, from, to)) return [...here.values()]
    const [station, property] = split(datastream)
    const there = await readRange(influx, { station, property, from, to })
    if (here.size === 0) return there.map(toReading)
    const all = [...there.filter(({ at }) => !here.has(at)).map(toReading), ...here.values()]
    return all.sort((a, b) => a.at - b.at)
  }

  async function bucketWindow(query: BucketQuery, window: Window): Promise<Bucket[]> {
    const { station, properties, everyMs, fn } = query
    const range = { ...query, from: window.from, to: window.to }
    const here = window.here ? await front.buckets(range) : []
    const away = properties.filter((property) => {
      return forwarded.holds(datastreamId(station, property), window.from, window.to)
    })
    if (away.length === 0) return here
    if (!window.here && fn !== 'circular-mean') {
      const there = await readBuckets(influx, { ...range, properties: away, fn })
      if (there) return there
    }
    const mixed = await Promise.all(
      away.map(async (property) => {
        const groups = new Map<EpochMs, Reading[]>()
        for (const reading of await readWindow(datastreamId(station, property), window, query.known)) {
          const at = bucketStart(reading.at, everyMs)
          const group = groups.get(at)
          if (group) group.push(reading)
          else groups.set(at, [reading])
        }
        return [...groups].map(([at, members]): Bucket => ({ property, at, ...combine(members, fn) }))
      }),
    )
    return [...here.filter(({ property }) => !away.includes(property)), ...mixed.flat()]
  }

  async function buckets(query: BucketQuery): Promise<Bucket[]> {
    const ids = query.properties.map((property) => datastreamId(query.station, property))
    const { buckets: found, covered } = await front.tierBuckets(query)
    const wanted: Window[] = []
    for (const range of outside(query, covered)) wanted.push(...(await windows(ids, range)))
    for (let first = 0; first < wanted.length; first += AT_ONCE) {
      const some = wanted.slice(first, first + AT_ONCE).map((window) => bucketWindow(query, window))
      for (const buckets of await Promise.all(some)) found.push(...buckets)
    }
    const order = new Map(query.properties.map((property, index) => [property, index]))
    // A sum may be more than a double holds.
    const whole = found.filter(({ value }) => Number.isFinite(value))
    return whole.sort((a, b) => order.get(a.property)! - order.get(b.property)! || a.at - b.at)
  }

  return {
    async *read(datastream, from, to, known) {
      for (const window of await windows([datastream], { from, to })) {
        const readings = await readWindow(datastream, window, known)
        for (let start = 0; start < readings.length; start += CHUNK) yield readings.slice(start, start + CHUNK)
      }
    },
    buckets,
    async bucketsByStation({ stations, ...query }) {
      const away = stations.filter((station) =>
        query.properties.some((property) => forwarded.holds(datastreamId(station, property), query.from, query.to)),
      )
      const others = new Set(away)
      const here = stations.filter((station) => !others.has(station))
      const found = await front.bucketsByStation({ ...query, stations: here })
      for (const station of away) {
        const those = await buckets({ ...query, station })
        if (those.length > 0) found.set(station, those)
      }
      return found
    },
    async *envelopes({ datastreams, ...range }) {
      const isAway = (id: DatastreamId) => forwarded.holds(id, range.from, range.to)
      yield* front.envelopes({ ...range, datastreams: datastreams.filter((id) => !isAway(id)) })
      for (const datastream of datastreams.filter(isAway)) {
        const [station, property] = split(datastream)
        const read = (fn: BucketQuery['fn']) => buckets({ ...range, station, properties: [property], fn })
        const [lows, highs, lasts] = [await read('min'), await read('max'), await read('last')]
        if (lasts.length === 0) continue
        // What came between two of these questions is left to the next look.
        const at = lasts.map((each) => each.at)
        const valuesOf = (found: Bucket[]) => {
          const values = new Map(found.map((each) => [each.at, each.value]))
          return lasts.map((each) => values.get(each.at) ?? each.value)
        }
        const quality = lasts.map((each) => each.quality)
        yield { datastream, at, low: valuesOf(lows), high: valuesOf(highs), last: valuesOf(lasts), quality }
      }
    },
    async newest(asOf) {
      const here = await front.newest(asOf)
      if (asOf === undefined) return here
      const newest = new Map(here.map((observation) => [observation.datastream, observation]))
      await addNewestAway(newest, asOf)
      return [...newest.values()]
    },
  }

  /**
   * Looks back from what was measured last, each time twice as far, until nobody is missed: the reach says who must be
   * found. Of what the reach holds nothing may have arrived by the moment.
   */
  async function addNewestAway(newest: Map<DatastreamId, Observation>, { measured, known }: AsOf): Promise<void> {
    const wanted = new Map<DatastreamId, EpochMs>()
    let until = 0
    for (const id of forwarded.datastreams()) {
      const reaches = forwarded.reaches(id).filter(({ first }) => first <= measured)
      const last = reaches.at(-1)
      if (!last || (newest.get(id)?.at ?? -1) >= Math.min(last.last, measured)) continue
      wanted.set(id, (known === undefined ? last : reaches[0]!).first)
      until = Math.max(until, Math.min(last.last, measured))
    }
    for (let span = WINDOW_MS; wanted.size > 0; span *= 2) {
      const there = await readNewest(influx, until - span, until, known)
      until -= span
      for (const [id, first] of wanted) {
        const found = there.get(id)
        if (found && found.at > (newest.get(id)?.at ?? -1)) newest.set(id, found)
        if (found || first > until) wanted.delete(id)
      }
    }
  }
}

/** What of a range lies outside these, which are in order. */
function outside({ from, to }: Pick<Window, 'from' | 'to'>, covered: readonly Pick<Window, 'from' | 'to'>[]) {
  const ends = [from, ...covered.map((range) => range.to)]
  const starts = [...covered.map((range) => range.from), to]
  return ends.map((end, index) => ({ from: end, to: starts[index]! })).filter((range) => range.from < range.to)
}

function toReading({ at, value, quality, timeSource }: Observation): StoredReading {
  return { at, value, quality, timeSource }
}

function split(datastream: DatastreamId): [Observation['station'], Observation['property']] {
  const slash = datastream.lastIndexOf('/')
  return [datastream.slice(0, slash) as Observation['station'], datastream.slice(slash + 1) as Observation['property']]
}
