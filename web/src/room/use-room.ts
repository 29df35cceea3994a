import {
  computed,
  inject,
  provide,
  shallowReactive,
  shallowRef,
  triggerRef,
  watch,
  type InjectionKey,
  type Ref,
} from 'vue'
import type { Rule } from '@ioc/shared/rule'
import { MINUTE } from '@ioc/shared/time'
import type { WireAlarm, WireSession } from '@ioc/shared/wire'
import { useWords } from '../i18n/use-words.js'
import { useLive } from '../live/use-live.js'
import { orderAlarms } from '../alarms/order.js'
import { NO_RUSH } from '../alarms/step-rush.js'
import { useRush } from '../alarms/use-rush.js'
import type { Theme } from '../design/use-theme.js'
import { pollOverview } from '../overview/poll-overview.js'
import { readAhead } from '../rewind/read-ahead.js'
import { readMoment } from '../rewind/read-moment.js'
import { useRewind } from '../rewind/use-rewind.js'
import { loadRules, loadStations, type Directory } from '../stations/load-directory.js'
import { speakingProperty, valueText } from '../stations/main-value.js'
import { createRowBook, type RowFeed } from '../stations/row-book.js'
import type { Row } from '../stations/row.js'
import { indexStations } from '../stations/search.js'
import { useFilters } from './use-filters.js'
import { useAskAgain } from './use-ask-again.js'
import { firstViewOf, useSight } from './use-sight.js'

interface RoomOptions {
  session: WireSession
  theme: Readonly<Ref<Theme>>
  /** The socket was refused: the session may be over. */
  onRefused: () => void
  /** Whether the screen tells of the present alone, wherever the room is in time. */
  isOfPresent: () => boolean
}

/** Everything that the screens share: what is there, how it stands, what is looked at. */
export function provideRoom(loaded: Directory, { session, theme, onRefused, isOfPresent }: RoomOptions) {
  const { language } = useWords()
  const stations = shallowRef(loaded.stations)
  const rules = shallowReactive(new Map(loaded.rules))
  const live = useLive({
    onRefused,
    knows: (station) => stations.value.has(station),
    onStations: useAskAgain(async () => void (stations.value = await loadStations())),
    onRules: useAskAgain(async () => takeRules(await loadRules())),
    firstView: firstViewOf(loaded.stations.size),
  })
  const { filters, ...filtering } = useFilters()
  /** The present by the server's clock, to the second. */
  const present = computed(() => Math.floor(live.now.value / 1_000) * 1_000)
  const rewind = useRewind({
    now: present,
    stations: () => stations.value.size,
    read: (at, eyes) =>
      at > present.value
        ? readAhead(at, { stations: stations.value, rules: rules.values(), alarms: live.state.value.alarms })
        : readMoment(at, eyes),
  })
  /** The state of the moment that somebody has gone to; null: the screen shows the present. */
  const moment = computed(() => (isOfPresent() ? null : rewind.state.value))
  const state = computed(() => moment.value ?? live.state.value)

  /** What has not changed stays, so that nothing is drawn anew for it. */
  function takeRules(fetched: ReadonlyMap<string, Rule>) {
    for (const [id, rule] of fetched) if (rules.get(id)?.version !== rule.version) rules.set(id, rule)
    for (const id of rules.keys()) if (!fetched.has(id)) rules.delete(id)
  }

  const book = createRowBook()
  const rows = shallowRef(book.rows)
  const counts = shallowRef(book.counts())
  let wasAway = false
  function join() {
    // What changed is told against the state before it, and from another time there is no step to now.
    const isAway = moment.value !== null
    book.take(stations.value, isAway || wasAway ? { ...state.value, changed: null } : state.value)
    wasAway = isAway
    counts.value = book.counts()
    // The rows change in place: what changed is all that is paid for.
    triggerRef(rows)
  }
  join()
  watch([stations, state], join, { flush: 'sync' })
  /** The same object while no alarm has changed, whatever was measured. */
  const ongoing = computed(() => live.state.value.alarms)
  let ordered: readonly WireAlarm[] = []
  /** The alarms of now, whatever moment is shown: what is heard and counted outside the page. */
  const presentAlarms = computed(() => (ordered = orderAlarms(ongoing.value, ordered)))
  const alarms = computed(() => (moment.value ? orderAlarms(moment.value.alarms) : presentAlarms.value))

  /** The value that speaks for a station, with its unit. */
  function labelOf({ station, latest, look }: Row): string {
    return valueText(latest, speakingProperty(station, latest, look.alarm), loaded.properties, language.value)
  }

  const { role } = session.user
  /** The time of what is known: of a moment to come nothing has been measured after the present. */
  const now = computed(() =>
    moment.value === null || rewind.ahead.value ? present.value : (rewind.at.value ?? present.value),
  )
  /** Where a chart of what is live ends: it moves once a minute, not at every value. */
  const minute = computed(() => Math.ceil(now.value / MINUTE) * MINUTE)
  /** Nothing may be counted before the first snapshot. */
  const known = computed(() => live.state.value.seq >= 0)

  const rush = useRush({ alarms: presentAlarms, now: present, known })

  const room = {
    session,
    theme,
    ...pollOverview(computed(() => (isOfPresent() ? null : rewind.overview.value))),
    /** Nobody acts on what was, or on what may come. */
    mayAct: computed(() => role !== 'viewer' && moment.value === null),
    province: loaded.province,
    shapes: loaded.areas,
    rules: rules as ReadonlyMap<string, Rule>,
    areaNames: loaded.areaNames,
    properties: loaded.properties,
    stations,
    rows,
    feed: book as RowFeed,
    labelOf,
    alarms,
    ...filtering,
    filters,
    live,
    rewind,
    state,
    now,
    minute,
    present,
    presentAlarms,
    known,
    rush: computed(() => (moment.value ? NO_RUSH : rush.value)),
    counts,
    ...useSight({ stations, live }),
    index: computed(() => indexStations(stations.value.values(), areaName)),
    areaName,
    /** What an engineer has just made of a rule; null: it is gone. */
    ruleChanged(id: string, rule: Rule | null) {
      if (rule) rules.set(id, rule)
      else rules.delete(id)
    },
  }
  function areaName(area: string): string {
    return loaded.areaNames.get(area) ?? area
  }

  provide(ROOM, room)
  return room
}

export type RoomState = ReturnType<typeof provideRoom>

const ROOM: InjectionKey<RoomState> = Symbol('room')

/** The same room for what stands below, but for some of it: how a component looks in a state that is not now. */
export function provideRoomWith(change: Partial<RoomState>): void {
  provide(ROOM, { ...useRoom(), ...change })
}

export function useRoom(): RoomState {
  const room = inject(ROOM)
  if (!room) throw new Error('the room is not provided here')
  return room
}
