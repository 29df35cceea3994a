import { onScopeDispose, shallowRef, watch } from 'vue'
import { HOUR, MINUTE, type EpochMs } from '@ioc/shared/time'
import { AQI_POLLUTANTS, NOWCAST_HOURS, type AqiPollutant } from '@ioc/shared/vn-aqi'
import type { WireObservation } from '@ioc/shared/wire'
import { call } from '../../access/call.js'

type Hours = ReadonlyMap<EpochMs, { mean: number; count: number }>
export type AqiHours = ReadonlyMap<AqiPollutant, Hours>

interface Asked {
  station: string
  hour: EpochMs
  /** What the index came to: with another value it is read again. */
  value: number
  measured: readonly string[]
}

const READ_AGAIN_MS = 2 * MINUTE

/** Hourly means of the pollutants of a station, as far back as the index of this hour reaches. */
export function useAqiHours(asked: () => Asked) {
  const hours = shallowRef<AqiHours | null>(null)
  let own: AbortController | null = null

  async function read() {
    own?.abort()
    const { signal } = (own = new AbortController())
    const { station, hour, measured } = asked()
    const range = { station, every: '1h', from: String(hour - (NOWCAST_HOURS - 1) * HOUR), to: String(hour + HOUR) }
    const ask = (property: string, fn: string) =>
      call<WireObservation[]>(`observations?${new URLSearchParams({ ...range, property, fn })}`, { signal })
    const found = AQI_POLLUTANTS.filter((pollutant) => measured.includes(pollutant)).map(async (pollutant) => {
      const [means, counts] = await Promise.all([ask(pollutant, 'mean'), ask(pollutant, 'count')])
      return [pollutant, together(means, counts)] as const
    })
    const all = await Promise.all(found).catch(() => null)
    if (all && !signal.aborted) hours.value = new Map(all)
  }
  watch(
    () => JSON.stringify(asked()),
    () => void read(),
    { immediate: true },
  )
  const timer = setInterval(() => void read(), READ_AGAIN_MS)
  onScopeDispose(() => {
    clearInterval(timer)
    own?.abort()
  })
  return hours
}

/** A bucket that is not good has no good value in it, and counts for no index. */
function together(means: readonly WireObservation[], counts: readonly WireObservation[]): Hours {
  const countAt = new Map(counts.map(({ at, value }) => [at, value]))
  const good = means.filter(({ quality }) => quality === 'good')
  return new Map(good.map(({ at, value }) => [Date.parse(at), { mean: value, count: countAt.get(at) ?? 0 }]))
}
