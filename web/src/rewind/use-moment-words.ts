import { DAY, VIETNAM_OFFSET_MS, startOfLocalDay, type EpochMs } from '@ioc/shared/time'
import { formatClock, formatDay, formatMinute } from '../i18n/format-time.js'
import { useWords } from '../i18n/use-words.js'

/** "14:05:09 hôm qua"; of what is to come to the minute, "17:05 ngày mai". */
export function useMomentWords() {
  const { t } = useWords()

  return (at: EpochMs, now: EpochMs): string => {
    const time = at > now ? formatMinute(at) : formatClock(at)
    const days = Math.round((startOfLocalDay(now) - startOfLocalDay(at)) / DAY)
    if (days === 0) return t('rewind.today', { time })
    if (days === -1) return t('rewind.tomorrow', { time })
    if (days === 1) return t('rewind.yesterday', { time })
    return t('rewind.onDay', { time, day: `${formatDay(at)}/${new Date(at + VIETNAM_OFFSET_MS).getUTCFullYear()}` })
  }
}
