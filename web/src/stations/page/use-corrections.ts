import { shallowRef, watch, type Ref } from 'vue'
import type { EpochMs } from '@ioc/shared/time'
import { call } from '../../access/call.js'
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
  const corrections = shallowRef<readonly ReplacedValue[]>([])
  watch(
    () => ({ ...asked(), ...span.value }),
    ({ station, property, isIndex, from, to }, _, onCleanup) => {
      const own = new AbortController()
      const timer = setTimeout(async () => {
        if (isIndex) return void (corrections.value = [])
        const asking = new URLSearchParams({ property, from: String(from), to: String(to) })
        const path = `stations/${encodeURIComponent(station)}/corrections?${asking}`
        const found = await call<{ at: string; value: number }[]>(path, own).catch(() => null)
        if (found) corrections.value = found.map(({ at, value }) => ({ at: Date.parse(at), value }))
      }, SETTLED_MS)
      onCleanup(() => {
        clearTimeout(timer)
        own.abort()
      })
    },
    { immediate: true },
  )
  return { corrections }
}
