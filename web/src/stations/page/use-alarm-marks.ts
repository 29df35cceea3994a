import { computed, type Ref } from 'vue'
import type { WireAlarm } from '@ioc/shared/wire'
import { usePolled } from '../../access/use-polled.js'
import type { ChartMark } from '../../charts/chart-layer.js'
import type { Span } from '../../charts/chart-window.js'
import { useWords } from '../../i18n/use-words.js'
import { useRoom } from '../../room/use-room.js'

const SETTLED_MS = 400
/** More marks than this are a hatching and not marks. */
const MOST = 60

/**
 * Where in view an alarm of a datastream, or of its whole station, began. One that stood already is marked where the view
 * begins, by an arrow that points back.
 */
export function useAlarmMarks(place: () => { station: string; property: string }, span: Readonly<Ref<Span>>) {
  const { language } = useWords()
  const { rules } = useRoom()
  const path = () => {
    const { from, to } = span.value
    return `alarms?${new URLSearchParams({ station: place().station, state: 'all', since: String(from), to: String(to) })}`
  }
  const { data } = usePolled<WireAlarm[]>(path, null, { restMs: SETTLED_MS })
  const alarms = computed(() => newestOf(data.value ?? []))
  return computed<ChartMark[]>(() =>
    alarms.value
      .filter(({ property }) => property === place().property || property === null)
      .map(({ raisedAt, rule, severity }) => {
        const [at, { from }] = [Date.parse(raisedAt), span.value]
        const name = rules.get(rule)?.name[language.value] ?? ''
        return { at: Math.max(at, from), name: at < from ? `◂ ${name}` : name, tone: severity }
      }),
  )
}

function newestOf(alarms: readonly WireAlarm[]): WireAlarm[] {
  return alarms.toSorted((a, b) => Date.parse(b.raisedAt) - Date.parse(a.raisedAt)).slice(0, MOST)
}
