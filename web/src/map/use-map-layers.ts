import { computed, onScopeDispose, shallowRef, type WritableComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import { useRewriteQuery } from '../room/use-rewrite-query.js'
import { LAYERS_OF, type MapLayer } from './layers.js'
import { RAIN_SPANS, type RainSpan } from './rain-classes.js'

const TAKEN_OFF = 'off'
const RAIN = 'rain'
const AHEAD = 'ahead'
const KEYS = [TAKEN_OFF, RAIN, AHEAD]

export interface MapLayers {
  hidden: WritableComputedRef<ReadonlySet<MapLayer>>
  rain: WritableComputedRef<RainSpan | null>
  /** What is shown is not now, but in three hours. */
  ahead: WritableComputedRef<boolean>
}

/** What the map shows and leaves out. It stands in the address beside the view, so a link leads to the same picture. */
export function useMapLayers(): MapLayers {
  const route = useRoute()
  const router = useRouter()
  const screen = route.name
  /** The map stays drawn while another screen is looked at, whose address says nothing of it. */
  const query = shallowRef(route.query)
  /** Whoever comes back from another screen finds the map as it was left. */
  const keep = useRewriteQuery((asked) => (route.name === screen ? { ...asked, ...own(query.value) } : null))
  const follow = router.afterEach((to, from) => {
    if (to.name !== screen) return
    const isBack = from.name !== screen && Object.keys(own(to.query)).length === 0
    if (!isBack) query.value = to.query
    else if (Object.keys(own(query.value)).length > 0) keep()
  })
  onScopeDispose(follow)

  const put = (key: string, value: string | undefined) => {
    const { [key]: _, ...others } = route.query
    void router.replace({ query: value === undefined ? others : { ...others, [key]: value } })
  }

  return {
    hidden: computed({
      get: () => new Set(wordsOf(query.value[TAKEN_OFF]).filter((word): word is MapLayer => word in LAYERS_OF)),
      set: (layers) => put(TAKEN_OFF, layers.size > 0 ? [...layers].join(',') : undefined),
    }),
    rain: computed({
      get: () => RAIN_SPANS.find((span) => span === query.value[RAIN]) ?? null,
      set: (span) => put(RAIN, span ?? undefined),
    }),
    ahead: computed({
      get: () => query.value[AHEAD] === '3h',
      set: (isAhead) => put(AHEAD, isAhead ? '3h' : undefined),
    }),
  }
}

function own(query: LocationQuery): LocationQuery {
  return Object.fromEntries(KEYS.flatMap((key) => (key in query ? [[key, query[key]!]] : [])))
}

function wordsOf(value: unknown): string[] {
  return typeof value === 'string' ? value.split(',') : []
}
