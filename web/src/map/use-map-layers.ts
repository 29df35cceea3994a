import { computed, type WritableComputedRef } from 'vue'
import { useKeptQuery } from '../room/use-kept-query.js'
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

/** What the map shows and leaves out. */
export function useMapLayers(): MapLayers {
  const { read, put } = useKeptQuery('map', [TAKEN_OFF, RAIN, AHEAD])
  return {
    hidden: computed({
      get: () =>
        new Set(
          read(TAKEN_OFF)
            ?.split(',')
            .filter((word): word is MapLayer => word in LAYERS_OF),
        ),
      set: (layers) => put({ [TAKEN_OFF]: [...layers].join(',') || undefined }),
    }),
    rain: computed({
      get: () => RAIN_SPANS.find((span) => span === read(RAIN)) ?? null,
      set: (span) => put({ [RAIN]: span ?? undefined }),
    }),
    ahead: computed({
      get: () => read(AHEAD) === '3h',
      set: (isAhead) => put({ [AHEAD]: isAhead ? '3h' : undefined }),
    }),
  }
}
