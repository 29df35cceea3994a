import { computed } from 'vue'
import { CHOICES, type Choice, type Filters } from '../stations/filters.js'
import { useKeptQuery } from './use-kept-query.js'

const KINDS = 'kinds'
const ONLY = 'only'

/** Which kinds and states are looked at; nothing chosen means everything. */
export function useFilters() {
  const { read, put } = useKeptQuery('map', [KINDS, ONLY])
  const kinds = computed(() => read(KINDS))
  const only = computed(() => read(ONLY))
  const filters = computed<Filters>(() => ({
    kinds: new Set(kinds.value?.split(',')),
    standings: new Set(
      only.value?.split(',').filter((word): word is Choice => CHOICES.some((known) => known === word)),
    ),
  }))

  return {
    filters,
    filtered: computed(() => filters.value.kinds.size + filters.value.standings.size > 0),
    toggleKind: (kind: string) => put({ [KINDS]: toggled(filters.value.kinds, kind) }),
    toggleStanding: (standing: Choice) => put({ [ONLY]: toggled(filters.value.standings, standing) }),
    clearFilters: () => put({ [KINDS]: undefined, [ONLY]: undefined }),
  }
}

function toggled<T extends string>(set: ReadonlySet<T>, item: T): string | undefined {
  const next = new Set(set)
  if (!next.delete(item)) next.add(item)
  return [...next].join(',') || undefined
}
