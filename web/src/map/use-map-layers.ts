import { computed, onScopeDispose, shallowRef, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { LAYERS_OF, type MapLayer } from './layers.js'
import { RAIN_SPANS, type RainSpan } from './rain-classes.js'

const TAKEN_OFF = 'off'
const RAIN = 'rain'
const AHEAD = 'ahead'

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
  onScopeDispose(router.afterEach((to) => void (to.name === screen && (query.value = to.query))))

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

function wordsOf(value: unknown): string[] {
  return typeof value === 'string' ? value.split(',') : []
}
