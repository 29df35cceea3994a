import { computed } from 'vue'
import { useWords } from '../i18n/use-words.js'
import { useRoom } from '../room/use-room.js'
import { BAO_DONG, BAO_DONG_SEVERITY } from '../stations/bao-dong.js'
import { riversAbove } from './rivers-above.js'

/** The gauges that stand on or above a báo động, in words and as the worst of them is drawn; null: none does. */
export function useRiversAbove() {
  const { t } = useWords()
  const { overview, rows } = useRoom()
  return computed(() => {
    const above = riversAbove(overview.value?.rivers ?? [], rows.value)
    if (above.length === 0) return null
    const words = above.map(({ level, count }) =>
      t('overview.riversAbove', { n: count, level: BAO_DONG[level] }, count),
    )
    return { text: words.join(' · '), standing: BAO_DONG_SEVERITY[above[0]!.level] }
  })
}
