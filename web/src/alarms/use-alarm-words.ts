import { computed } from 'vue'
import type { WireAlarm } from '@ioc/shared/wire'
import { useRoom } from '../room/use-room.js'
import { formatMoment } from '../i18n/format-time.js'
import { useWords } from '../i18n/use-words.js'
import { withUnit } from '../stations/main-value.js'
import { headline } from './headline.js'

/** What is said of an alarm wherever it stands: what it is, the limit it passed, since when, and what became of it. */
export function useAlarmWords(alarm: () => WireAlarm, ended: () => boolean = () => false) {
  const { t, pick, duration, language } = useWords()
  const { stations, now, properties, rules } = useRoom()
  const moment = (at: string) => formatMoment(Date.parse(at), now.value)

  return {
    title: computed(() => {
      const station = stations.value.get(alarm().station)
      return pick(headline(alarm(), { rules, properties, station }))
    }),
    limit: computed(() => {
      const { property, limit } = alarm()
      const known = property === null ? undefined : properties.get(property)
      return limit === null || !known ? '' : t('alarms.limit', { limit: withUnit(limit, known, language.value) })
    }),
    since: computed(() => {
      const { raisedAt, late } = alarm()
      const since = t('alarms.since', { time: moment(raisedAt), duration: duration(now.value - Date.parse(raisedAt)) })
      return late ? `${since} · ${t('alarms.late')}` : since
    }),
    fate: computed(() => {
      const { clearedAt, ack, state, shelved } = alarm()
      if (ended()) return t('alarms.ended')
      if (state === 'returned' && clearedAt) return t('alarms.returned', { time: moment(clearedAt) })
      if (shelved) return t('alarms.shelvedUntil', { time: moment(shelved.until) })
      if (ack) return `✓ ${t('alarms.ackedBy', { who: ack.by, time: moment(ack.at) })}`
      return state === 'unacknowledged' ? '' : t(`state.${state}`)
    }),
  }
}
