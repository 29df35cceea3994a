import { computed } from 'vue'
import type { WireAlarm } from '@ioc/shared/wire'
import { useWords } from '../i18n/use-words.js'
import { trendText } from '../overview/trend.js'
import { useMoment } from '../room/use-moment.js'
import { useRoom } from '../room/use-room.js'
import { valueText, withUnit } from '../stations/main-value.js'
import { placeText } from '../stations/place-text.js'
import { usePlaces } from '../stations/use-places.js'
import { headline } from './headline.js'

/** What is said of an alarm wherever it stands: what, where, how much, which way, since when, and who has it. */
export function useAlarmWords(alarm: () => WireAlarm, ended: () => boolean = () => false) {
  const { t, pick, number, duration, age, language } = useWords()
  const { stations, rows, now, properties, rules, overview, live } = useRoom()
  const moment = useMoment()
  const titleOf = (each: WireAlarm) => pick(headline(each, { rules, station: stations.value.get(each.station) }))
  const placeOf = usePlaces(placeText)
  const nameOf = (each: WireAlarm) => `${titleOf(each)}, ${placeOf(each.station)}`
  /** What explains it, and where that is if not here; a cause that has just ended is not at hand any more. */
  const cause = computed(() => {
    const { suppressedBy, station } = alarm()
    const found = suppressedBy === null ? undefined : live.state.value.alarms.get(suppressedBy)
    if (!found) return ''
    return found.station === station ? titleOf(found) : nameOf(found)
  })

  return {
    title: computed(() => titleOf(alarm())),
    place: computed(() => placeOf(alarm().station)),
    /** Both in one line, where it stands alone. */
    name: computed(() => nameOf(alarm())),
    cause,
    value: computed(() => {
      const { property, value: then, station, stations: many } = alarm()
      if (many) return t('desk.stations', { n: many.length })
      if (property === null) return ''
      const known = properties.get(property)
      const past = then === null ? '' : withUnit(then, known, language.value)
      // The amount of the newest report says nothing of the one that was too much; nor does today of what is over.
      if ((known?.over === 'sum' || alarm().state === 'cleared') && past) return past
      const row = rows.value.get(station)
      const text = valueText(row?.latest, property, properties, language.value) || past
      // Of a station that fell silent nobody knows what is so now.
      return row?.look.silent && row.latest?.at ? `${text} (${age(now.value - Date.parse(row.latest.at))})` : text
    }),
    limit: computed(() => {
      const { property, limit } = alarm()
      const known = property === null ? undefined : properties.get(property)
      return limit === null || !known ? '' : t('alarms.limit', { limit: withUnit(limit, known, language.value) })
    }),
    trend: computed(() => {
      const { property, station, state } = alarm()
      if (property !== 'water_level' || state === 'cleared' || rows.value.get(station)?.look.silent) return ''
      const river = overview.value?.rivers.find((line) => line.station === station)
      return river && river.trend !== null ? trendText(river.trend, number) : ''
    }),
    /** When its limit is expected to be passed; empty where that is no expectation, or where it is over. */
    early: computed(() => {
      const { early, clearedAt, phenomenonTime } = alarm()
      if (!early || clearedAt !== null) return ''
      // What is told of a moment to come is told as of that moment: nothing is left until it.
      const left = early.at === phenomenonTime ? 0 : Date.parse(early.at) - now.value
      const said = { time: moment(early.at), chance: number(early.probability * 100, 0) }
      const when = left > 0 ? t('forecast.early', { ...said, left: duration(left) }) : t('forecast.earlyNow', said)
      return early.unreliable ? `${when} · ${t('forecast.earlyDoubtful')}` : when
    }),
    since: computed(() => {
      const { raisedAt, clearedAt, late, early } = alarm()
      const from = alarm().since ?? raisedAt
      if (Date.parse(from) >= now.value && early) return ''
      const until = clearedAt === null ? now.value : Date.parse(clearedAt)
      const since = t('alarms.since', { time: moment(from), duration: duration(until - Date.parse(from)) })
      return late ? `${since} · ${t('alarms.late')}` : since
    }),
    /** What was said when it came to be as it is: the values in it are of then. */
    told: computed(() => {
      const { since, raisedAt, message } = alarm()
      return `${moment(since ?? raisedAt)}: ${pick(message)}`
    }),
    fate: computed(() => {
      const { clearedAt, ack, state, shelved } = alarm()
      if (ended()) return t('alarms.ended')
      if (state === 'returned' && clearedAt) return t('alarms.returned', { time: moment(clearedAt) })
      if (shelved) return t('desk.shelvedBy', { who: shelved.by, time: moment(shelved.until), reason: shelved.reason })
      if (ack && state !== 'latched') return `✓ ${t('alarms.ackedBy', { who: ack.by, time: moment(ack.at) })}`
      if (state === 'suppressed' && cause.value) return t('desk.because', { cause: cause.value })
      return state === 'unacknowledged' ? '' : t(`state.${state}`)
    }),
    /** Where somebody else than the station's own agency has to act. */
    given: computed(() => {
      const { agency, station } = alarm()
      const own = stations.value.get(station)?.agency
      return agency && agency !== own ? t('desk.given', { agency }) : ''
    }),
  }
}
