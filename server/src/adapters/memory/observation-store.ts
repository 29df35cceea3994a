import type { DatastreamId } from '@ioc/shared/ids'
import type { Observation, Quality } from '@ioc/shared/observation'
import { bucketStart } from '@ioc/shared/time'
import type { Bucket, BucketQuery, Correction, ObservationStore, StoredRejection, Tally } from '../../ports.js'

/** Keeps everything in memory and nothing after it: for tests and for trying things out. */
export function createMemoryStore(): ObservationStore {
  const datastreams = new Map<DatastreamId, Map<number, Observation>>()
  const replaced = new Map<DatastreamId, Correction[]>()
  const ledger = new Map<string, Tally>()
  let kept: StoredRejection[] = []
  let lastRejection = 0

  function sorted(datastream: DatastreamId, from = 0, to = Number.POSITIVE_INFINITY): Observation[] {
    return [...(datastreams.get(datastream)?.values() ?? [])]
      .filter(({ at }) => at >= from && at < to)
      .sort((a, b) => a.at - b.at)
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
    async commit({ observations, outcomes, rejections, tallies }) {
      for (const [index, observation] of observations.entries()) {
        const { datastream, at, receivedAt } = observation
        if (outcomes[index] === 'duplicate') continue
        const series = datastreams.get(datastream) ?? new Map<number, Observation>()
        const before = series.get(at)
        if (before) {
          const { value, quality } = before
          replaced.set(datastream, [
            ...(replaced.get(datastream) ?? []),
            { at, value, quality, replacedAt: receivedAt },
          ])
        }
        series.set(at, observation)
        datastreams.set(datastream, series)
      }
      for (const rejection of rejections) kept.unshift({ ...rejection, id: String(++lastRejection) })
      kept = kept.slice(0, 10_000)
      for (const tally of tallies) ledger.set(tally.station, sum(ledger.get(tally.station), tally))
    },
    async *read(datastream, from, to) {
      const readings = sorted(datastream, from, to).map(({ at, value, quality }) => ({ at, value, quality }))
      if (readings.length > 0) yield readings
    },
    async buckets(query) {
      return query.properties.flatMap((property) => {
        const observations = sorted(`${query.station}/${property}` as DatastreamId, query.from, query.to)
        return [...groupByStart(observations, query.everyMs)].map(([at, members]): Bucket =>
          bucket(at, members, query.fn, property),
        )
      })
    },
    async newest(asOf = Number.POSITIVE_INFINITY) {
      return [...datastreams.keys()].flatMap((datastream) => sorted(datastream).findLast(({ at }) => at <= asOf) ?? [])
    },
    async corrections(datastream, from, to) {
      return (replaced.get(datastream) ?? [])
        .filter(({ at }) => at >= from && at < to)
        .sort((a, b) => a.at - b.at || a.replacedAt - b.replacedAt)
    },
    async tallies() {
      return [...ledger.values()].sort((a, b) => (a.station < b.station ? -1 : 1))
    },
    async rejections({ station, limit }) {
      return kept.filter((rejection) => station === undefined || rejection.station === station).slice(0, limit)
    },
    async close() {},
  }
}

function groupByStart(observations: readonly Observation[], everyMs: number): Map<number, Observation[]> {
  const groups = new Map<number, Observation[]>()
  for (const observation of observations) {
    const start = bucketStart(observation.at, everyMs)
    groups.set(start, [...(groups.get(start) ?? []), observation])
  }
  return groups
}

const BADNESS: readonly Quality[] = ['good', 'suspect', 'calibrating', 'fault']

function bucket(
  at: number,
  members: readonly Observation[],
  fn: BucketQuery['fn'],
  property: Bucket['property'],
): Bucket {
  const good = members.filter(({ quality }) => quality === 'good')
  const values = (good.length > 0 ? good : members).map(({ value }) => value)
  const worst = Math.max(...members.map(({ quality }) => BADNESS.indexOf(quality)))
  const quality = good.length > 0 ? 'good' : (BADNESS[worst] as Quality)
  return { property, at, value: aggregate(values, fn), quality, goodCount: good.length }
}

function aggregate(values: readonly number[], fn: BucketQuery['fn']): number {
  const total = (pick: (value: number) => number) => values.reduce((sum, value) => sum + pick(value), 0)
  switch (fn) {
    case 'mean':
      return total((value) => value) / values.length
    case 'sum':
      return total((value) => value)
    case 'min':
      return Math.min(...values)
    case 'max':
      return Math.max(...values)
    case 'count':
      return values.length
    case 'last':
      return values.at(-1) as number
    case 'circular-mean': {
      const radians = Math.PI / 180
      const angle = Math.atan2(
        total((value) => Math.sin(value * radians)),
        total((value) => Math.cos(value * radians)),
      )
      return (angle / radians + 360) % 360
    }
  }
}

function sum(before: Tally | undefined, tally: Tally): Tally {
  if (!before) return { ...tally, rejected: { ...tally.rejected } }
  const rejected = { ...before.rejected }
  for (const [reason, n] of Object.entries(tally.rejected) as [keyof typeof rejected, number][]) {
    rejected[reason] = (rejected[reason] ?? 0) + n
  }
  return {
    station: tally.station,
    received: before.received + tally.received,
    stored: before.stored + tally.stored,
    duplicate: before.duplicate + tally.duplicate,
    corrected: before.corrected + tally.corrected,
    rejected,
    bytes: before.bytes + tally.bytes,
    missed: before.missed + tally.missed,
    lastSeen: Math.max(before.lastSeen, tally.lastSeen),
  }
}
