import { computed, shallowRef } from 'vue'
import type { Filters } from '../stations/filters.js'
import type { Standing } from '../stations/standing.js'

/** Which kinds and states are looked at; nothing chosen means everything. */
export function useFilters() {
  const filters = shallowRef<Filters>({ kinds: new Set(), standings: new Set() })

  return {
    filters,
    filtered: computed(() => filters.value.kinds.size + filters.value.standings.size > 0),
    toggleKind(kind: string) {
      filters.value = { ...filters.value, kinds: toggled(filters.value.kinds, kind) }
    },
    toggleStanding(standing: Standing) {
      filters.value = { ...filters.value, standings: toggled(filters.value.standings, standing) }
    },
    clearFilters() {
      filters.value = { kinds: new Set(), standings: new Set() }
    },
  }
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set)
  if (!next.delete(item)) next.add(item)
  return next
}
