import { computed, type Ref } from 'vue'
import type { EpochMs } from '@ioc/shared/time'
import { usePolled } from '../../access/use-polled.js'
import type { Span } from '../../charts/chart-window.js'

export interface ReplacedValue {
  at: EpochMs
  value: number
}

interface Asked {
  station: string
  property: string
  /** An index is computed anew and has nothing to correct. */
  isIndex: boolean
}

const SETTLED_MS = 400

/** Values of a datastream in view that a later arrival replaced. */
export function useCorrections(asked: () => Asked, span: Readonly<Ref<Span>>) {
  const path = () => {
    const { station, property, isIndex } = asked()
    const { from, to } = span.value
    const asking = new URLSearchParams({ property, from: String(from), to: String(to) })
    return isIndex ? null : `stations/${encodeURIComponent(station)}/corrections?${asking}`
  }
  const { data } = usePolled<{ at: string; value: number }[]>(path, null, { restMs: SETTLED_MS })
  return computed<ReplacedValue[]>(() => data.value?.map(({ at, value }) => ({ at: Date.parse(at), value })) ?? [])
}
