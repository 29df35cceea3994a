import { io, type Socket } from 'socket.io-client'
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { EpochMs } from '@ioc/shared/time'
import type { WireAlarm, ClientToServer, Delta, ForecastNews, ServerToClient, Snapshot, View } from '@ioc/shared/wire'
import { BEAT_LIMIT_MS, feedState, type Heard } from './feed-state.js'
import { NOTHING, applyAlarms, applyDelta, applySnapshot } from './live-state.js'
import { useNow } from './use-now.js'

type LiveSocket = Socket<ServerToClient, ClientToServer>

const RETURNS_AFTER_MS = 2_000

interface LiveOptions {
  /** Whether a station is in the list that was read. */
  knows: (station: string) => boolean
  /** The stations themselves have changed, or may have while nothing was heard. */
  onStations: () => void
  /** The same of the rules. */
  onRules: () => void
  /** The socket was refused: the session may be over. */
  onRefused: () => void
  /** What is looked at until `look` says otherwise. */
  firstView?: View
  socket?: LiveSocket
}

/**
 * The state of now, from the socket.
 *
 * What arrives waits for the next frame and is applied once, however much came. A lost delta or a reconnect asks for
 * the whole again.
 */
export function useLive({
  knows,
  onStations,
  onRules,
  onRefused,
  firstView = {},
  socket = io('/live', { transports: ['websocket', 'polling'] }),
}: LiveOptions) {
  const state = shallowRef(NOTHING)
  const heard = shallowRef<Heard>({ connected: false, heardAt: null, valueAt: null, usualMs: null })
  /** The server's clock minus ours, so that ages are right on a computer whose clock is not. */
  const clockAheadMs = shallowRef(0)
  const tick = useNow(250)
  const forecastNews = shallowRef<ForecastNews | null>(null)
  /** Silence is noticed the moment it has lasted too long, not at the next tick. */
  const alarmClock = shallowRef(0)
  let alarmTimer: ReturnType<typeof setTimeout> | undefined
  let returning: ReturnType<typeof setTimeout> | undefined
  let waiting: Delta[] = []
  let frame = 0
  let asking = false
  let wasConnected = false
  let view: View = firstView

  const askWhole = () => {
    waiting = []
    asking = true
    socket.emit('view', view)
  }
  /** Whom the server has sent away nobody brings back: the session may be over, or another one's by now. */
  const comeBack = () => {
    onRefused()
    clearTimeout(returning)
    returning = setTimeout(() => socket.connect(), RETURNS_AFTER_MS)
  }
  const applyWaiting = () => {
    frame = 0
    const deltas = waiting
    waiting = []
    for (const delta of deltas) {
      const next = applyDelta(state.value, delta)
      if (next === null) {
        if (!asking) askWhole()
        return
      }
      state.value = next
    }
  }
  const hear = (at: string, change: Partial<Heard> = {}) => {
    heard.value = { ...heard.value, connected: socket.connected, heardAt: Date.now(), ...change }
    clockAheadMs.value = Date.parse(at) - Date.now()
    clearTimeout(alarmTimer)
    alarmTimer = setTimeout(() => (alarmClock.value = Date.now()), BEAT_LIMIT_MS)
  }

  socket.on('connect', () => {
    askWhole()
    if (wasConnected) {
      onStations()
      onRules()
    }
    wasConnected = true
  })
  socket.on('disconnect', (why) => {
    heard.value = { ...heard.value, connected: false }
    if (why === 'io server disconnect') comeBack()
  })
  socket.on('connect_error', () => {
    if (socket.active) onRefused()
    else comeBack()
  })
  socket.on('stations', onStations)
  socket.on('rules', onRules)
  socket.on('forecast', (news) => (forecastNews.value = news))
  socket.on('snapshot', (snapshot: Snapshot) => {
    asking = false
    waiting = []
    state.value = applySnapshot(snapshot)
    hear(snapshot.at)
    // One that was added after the list was read, and before anything could be heard of it.
    if (!namedIn(snapshot).every(knows)) onStations()
  })
  socket.on('delta', (delta: Delta) => {
    hear(delta.at, { valueAt: here(delta.valueAt, delta.at) })
    waiting.push(delta)
    // A hidden tab has no frames: what waits there must not grow.
    if (document.hidden) applyWaiting()
    else frame ||= requestAnimationFrame(applyWaiting)
  })
  socket.on('beat', ({ at, valueAt, usualMs }) => hear(at, { valueAt: here(valueAt, at), usualMs }))
  onScopeDispose(() => {
    cancelAnimationFrame(frame)
    clearTimeout(alarmTimer)
    clearTimeout(returning)
    socket.close()
  })

  return {
    state,
    feed: computed(() => feedState(heard.value, Math.max(tick.value, alarmClock.value, heard.value.heardAt ?? 0))),
    /** The present by the server's clock. */
    now: computed(() => tick.value + clockAheadMs.value),
    clockAheadMs,
    /** Which forecasts were made anew last. */
    forecastNews,
    /** Asks for another view; what is known stays until its snapshot is here. */
    look(wanted: View) {
      view = wanted
      if (socket.connected) askWhole()
    },
    showAlarms: (answered: readonly WireAlarm[]) => (state.value = applyAlarms(state.value, answered)),
  }
}

function namedIn({ stations, others = {} }: Snapshot): string[] {
  return [...stations.map(({ station }) => station), ...Object.values(others).flat()]
}

/** A moment by our clock, when the server's shows `at`. */
function here(moment: string | null, at: string): EpochMs | null {
  return moment === null ? null : Date.now() - (Date.parse(at) - Date.parse(moment))
}

export type Live = ReturnType<typeof useLive>
