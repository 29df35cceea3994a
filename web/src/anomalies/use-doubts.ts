import { computed, type Ref } from 'vue'
import type { Quality } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'
import type { ChartLayer, ChartMark } from '../charts/chart-layer.js'
import { doubtful, valueMarks } from '../charts/value-marks.js'
import { useWords } from '../i18n/use-words.js'
import { useStationAnomalies } from './use-station-anomalies.js'

interface Drawn {
  /** Null: nothing is drawn. */
  place: () => { station: string; property: string } | null
  inView: Readonly<Ref<readonly { at: EpochMs; value: number; quality: Quality }[]>>
}

/** What of a chart's values a reader must not take as it stands: a hollow mark on each, and where they ceased to fit. */
export function useDoubts({ place, inView }: Drawn) {
  const { t } = useWords()
  const anomalies = useStationAnomalies(() => place()?.station ?? null)
  return {
    layers: computed((): ChartLayer[] =>
      [...doubtful(inView.value)].map(([quality, values]) => valueMarks(quality, values, t(`quality.${quality}`))),
    ),
    marks: computed((): ChartMark[] =>
      anomalies.value
        .filter(({ property }) => property === place()?.property)
        .map(({ since }) => ({ at: Date.parse(since), name: t('anomaly.mark'), tone: 'medium' })),
    ),
  }
}
