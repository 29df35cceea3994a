import { computed } from 'vue'
import { NOTABLE_MM } from '../map/rain-classes.js'
import type { MapLayers } from '../map/use-map-layers.js'
import type { useMarkerWords } from '../map/use-marker-words.js'
import { useRain } from '../map/use-rain.js'
import { expectedRows } from '../forecasts/expected-rows.js'
import { useExpected } from '../forecasts/use-expected.js'
import { useRoom } from '../room/use-room.js'
import { createTally } from '../stations/counts.js'
import { withUnit } from '../stations/main-value.js'
import type { Row } from '../stations/row.js'
import { useWords } from '../i18n/use-words.js'

/** What the desk's map shows: the stations as they are, or as they are expected to be, and what rain has fallen. */
export function useMapScene({ rain, ahead }: MapLayers, { label }: Pick<ReturnType<typeof useMarkerWords>, 'label'>) {
  const { feed, rows: present, stations, rules, rewind, now, counts, properties } = useRoom()
  const { language } = useWords()
  /** Three hours from now; of another moment the whole room tells. */
  const isAhead = computed(() => ahead.value && rewind.at.value === null)
  const { expected, failed } = useExpected({ wanted: isAhead, now })
  const rows = computed(() => expectedRows(stations.value, expected.value?.stations ?? [], [...rules.values()]))
  /** Rain is not forecast. */
  const span = computed(() => (rewind.ahead.value ? null : rain.value))
  const { sums, classes } = useRain({ span, at: rewind.at, eyes: rewind.eyes, stations })

  const expectedCounts = computed(() => {
    const tally = createTally()
    for (const row of rows.value.values()) tally.replace(undefined, row)
    return tally.counts()
  })

  return {
    isAhead,
    failed,
    at: computed(() => expected.value?.at ?? null),
    known: computed(() => expectedCounts.value.total - (expectedCounts.value.standings.get('silent') ?? 0)),
    feed: computed(() => (isAhead.value ? { rows: rows.value, listen: () => () => undefined } : feed)),
    rows: computed(() => (isAhead.value ? rows.value : present.value)),
    counts: computed(() => (isAhead.value ? expectedCounts.value : counts.value)),
    washes: computed(() => {
      if (classes.value === null || isAhead.value) return null
      return new Map(
        [...classes.value].filter(([, level]) => level > 0).map(([area, level]) => [area, `rain-${level}`]),
      )
    }),
    /** While rain is shown, gauges say what fell, and the other quiet stations nothing. */
    labelOf: computed(() => {
      const [mm, words] = [sums.value, label.value]
      if (mm === null || isAhead.value) return words
      return (row: Row) => {
        const fallen = mm.get(row.station.id)
        if (fallen !== undefined && fallen >= NOTABLE_MM && row.station.kind === 'rain')
          return withUnit(fallen, properties.get('rain'), language.value)
        return row.look.alarm ? words(row) : ''
      }
    }),
  }
}
