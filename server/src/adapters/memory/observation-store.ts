import { combine } from '@ioc/shared/bucket'
import { groupBy } from '@ioc/shared/group-by'
import type { DatastreamId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { bucketStart, type EpochMs } from '@ioc/shared/time'
import type {
  AsOf,
  Bucket,
  BucketQuery,
  Correction,
  ObservationStore,
  Rejected,
  Rejection,
  RejectionChoice,
  StoredRejection,
  Tally,
} from '../../ports/observation-store.js'
import { addTally, emptyTally } from '../../tally.js'

/** What stood at a place until something else came. */
interface Replaced {
  observation: Observation
  replacedAt: EpochMs
}

/** Keeps everything in memory and nothing after it: for tests and for trying things out. */
export function createMemoryStore(): ObservationStore {
  const datastreams = new Map<DatastreamId, Map<number, Observation>>()
  const replaced = new Map<DatastreamId, Replaced[]>()
  const ledger = new Map<string, Tally>()
  let kept: StoredRejection[] = []
  let lastRejection = 0

  function sorted(
    datastream: DatastreamId,
    from = 0,
    to = Number.POSITIVE_INFINITY,
    known = Number.POSITIVE_INFINITY,
  ): Observation[] {
    const stood = (replaced.get(datastream) ?? []).flatMap(({ observation, replacedAt }) =>
      replacedAt > known ? observation : [],
    )
    return [...(datastreams.get(datastream)?.values() ?? []), ...stood]
      .filter(({ at, receivedAt }) => at >= from && at < to && receivedAt <= known)
      .sort((a, b) => a.at - b.at)
  }

  function bucketsOf(query: BucketQuery): Bucket[] {
    return query.properties.flatMap((property) => {
      const observations = sorted(`${query.station}/${property}` as DatastreamId, query.from, query.to, query.known)
      const groups = groupBy(observations, ({ at }) => bucketStart(at, query.everyMs))
      const buckets = [...groups].map(([at, members]): Bucket => ({ property, at, ...combine(members, query.fn) }))
      return buckets.filter(({ value }) => Number.isFinite(value))
    })
  }

  return {
    async classify(observations) {
      const batch = new Map<string, number>()
      return observations.map(({ datastream, at, value }) => {
        const place = `${datastream}@${at}`
        const before = batch.get(place) ?? datastreams.get(datastream)?.get(at)?.value
        batch.set(place, value)
        if (before === undefined) return 'stored'
        return before === value ? 'duplicate' : 'corrected'
      })
    },
    async commit({ observations, outcomes, rejections, tallies, withdrawn = [] }) {
      for (const [index, observation] of observations.entries()) {
        const { datastream, at, receivedAt } = observation
        if (outcomes[index] === 'duplicate') continue
        const series = datastreams.get(datastream) ?? new Map<number, Observation>()
        const before = series.get(at)
        if (before) {
          replaced.set(datastream, [
            ...(replaced.get(datastream) ?? []),
            { observation: before, replacedAt: receivedAt },
          ])
        }
        series.set(at, observation)
        datastreams.set(datastream, series)
      }
      kept = kept.filter(({ id }) => !withdrawn.includes(id))
      for (const rejection of rejections) kept.unshift({ ...rejection, id: String(++lastRejection) })
      kept = kept.slice(0, 10_000)
      for (const tally of tallies) {
        const sum = ledger.get(tally.station) ?? emptyTally(tally.station)
        addTally(sum, tally)
        ledger.set(tally.station, sum)
      }
    },
    async *read(datastream, from, to, known) {
      const readings = sorted(datastream, from, to, known).map(({ at, value, quality, timeSource }) => ({
        at,
        value,
        quality,
        timeSource,
      }))
      if (readings.length > 0) yield readings
    },
    buckets: async (query) => bucketsOf(query),
    async bucketsByStation({ stations, ...query }) {
      const found = stations.map((station) => [station, bucketsOf({ ...query, station })] as const)
      return new Map(found.filter(([, buckets]) => buckets.length > 0))
    },
    async *envelopes({ datastreams: wanted, from, to, everyMs }) {
      for (const datastream of wanted) {
        const groups = groupBy(sorted(datastream, from, to), ({ at }) => bucketStart(at, everyMs))
        if (groups.size === 0) continue
        const members = [...groups.values()]
        const lasts = members.map((each) => combine(each, 'last'))
        yield {
          datastream,
          at: [...groups.keys()],
          low: members.map((each) => combine(each, 'min').value),
          high: members.map((each) => combine(each, 'max').value),
          last: lasts.map(({ value }) => value),
          quality: lasts.map(({ quality }) => quality),
        }
      }
    },
    async newest({ measured = Number.POSITIVE_INFINITY, known = Number.POSITIVE_INFINITY }: Partial<AsOf> = {}) {
      return [...datastreams.keys()].flatMap((datastream) => {
        return sorted(datastream, 0, Number.POSITIVE_INFINITY, known).findLast(({ at }) => at <= measured) ?? []
      })
    },
    async corrections(datastream, from, to) {
      return (replaced.get(datastream) ?? [])
        .map(({ observation: { at, value, quality }, replacedAt }): Correction => ({ at, value, quality, replacedAt }))
        .filter(({ at }) => at >= from && at < to)
        .sort((a, b) => a.at - b.at || a.replacedAt - b.replacedAt)
    },
    async tallies() {
      return structuredClone([...ledger.values()]).sort((a, b) => (a.station < b.station ? -1 : 1))
    },
    async rejections({ limit, before, ...choice }) {
      const older = kept.filter(({ id }) => before === undefined || Number(id) < Number(before))
      return older.filter(isChosen(choice)).slice(0, limit)
    },
    async rejectionIds(choice) {
      return kept
        .filter(isChosen(choice))
        .map(({ id }) => id)
        .toReversed()
    },
    async rejectionsById(ids) {
      return kept.filter(({ id }) => ids.includes(id)).toReversed()
    },
    async rejected(from, to) {
      const sums = new Map<string, Rejected>()
      for (const { at, station, reason, count } of kept) {
        if (at < from || at >= to) continue
        const key = `${station} ${reason}`
        sums.set(key, { station, reason, count: (sums.get(key)?.count ?? 0) + count })
      }
      return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
    },
    async counts(from, everyMs) {
      return [...datastreams.keys()].flatMap((datastream) => {
        const found = sorted(datastream, Math.ceil(from / everyMs) * everyMs)
        return [...groupBy(found, ({ at }) => bucketStart(at, everyMs))].map(([at, those]) => ({
          datastream,
          at,
          count: those.length,
        }))
      })
    },
    async close() {},
  }
}

function isChosen({ station, reason }: RejectionChoice) {
  return (rejection: Rejection): boolean =>
    (station === undefined || rejection.station === station) && (reason === undefined || rejection.reason === reason)
}
