import { computed, shallowRef, watch, type Ref } from 'vue'
import { DAY, INTERVALS } from '@ioc/shared/time'
import { comparedLine } from '../../charts/compared-line.js'
import { useSeries, type SeriesQuery } from '../../charts/use-series.js'
import { useWords } from '../../i18n/use-words.js'
import { useRoom } from '../../room/use-room.js'
import type { Row } from '../row.js'
import { neighboursOf, type Neighbour } from './neighbours.js'

const AWAY_MS: Record<string, number> = { day: DAY, week: 7 * DAY }

/** What a chart's values may be laid beside: another time of the same datastream, or another station that measures the same. */
export function useBeside(row: () => Row, query: Readonly<Ref<SeriesQuery>>, beside: Ref<string>) {
  const { t } = useWords()
  const { rows, stations, known } = useRoom()
  const neighbours = shallowRef<readonly Neighbour[]>([])
  // Who is near changes with the stations, not with every value.
  watch(
    [stations, known, () => query.value.property],
    () => (neighbours.value = neighboursOf(row(), rows.value.values(), query.value.property)),
    { immediate: true },
  )
  watch(
    neighbours,
    () => {
      const isStill = beside.value in AWAY_MS || neighbours.value.some(({ id }) => id === beside.value)
      if (known.value && !isStill) beside.value = ''
    },
    { immediate: true },
  )

  const awayMs = computed(() => AWAY_MS[beside.value] ?? 0)
  const otherQuery = computed<SeriesQuery | null>(() => {
    if (beside.value === '') return null
    const { station, span } = query.value
    const [from, to] = [span.from - awayMs.value, span.to - awayMs.value]
    return { ...query.value, station: awayMs.value > 0 ? station : beside.value, span: { from, to } }
  })
  const other = useSeries(otherQuery)
  const layers = computed(() => {
    if (beside.value === '') return []
    const { span, resolution } = query.value
    const points = other.points.value
      .map(([at, value]): [number, number | null] => [at + awayMs.value, value])
      .filter(([at]) => at >= span.from && at <= span.to)
    const near = neighbours.value.find(({ id }) => id === beside.value)
    const name = near?.name ?? t(`page.beside.${beside.value as 'day'}`)
    const { gapMs, style, every } = resolution
    return [comparedLine({ points, name, gapMs, style, everyMs: every ? INTERVALS[every] : 0 })]
  })

  return { neighbours, layers }
}
