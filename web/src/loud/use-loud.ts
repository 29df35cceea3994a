import { computed, onScopeDispose, readonly, ref, shallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import type { WireAlarm } from '@ioc/shared/wire'
import { useWords } from '../i18n/use-words.js'
import { useRoom } from '../room/use-room.js'
import { showBadge } from './badge.js'
import { askToNotify, mayNotify, notify } from './notify.js'
import { calls, planLoud, SILENT_SO_FAR, type LoudMemory } from './plan-loud.js'
import { speak } from './speak.js'
import { playTone, toneLength } from './tones.js'

const REMEMBERED = 'ioc.sound'
/** Sound can be put off, but not for a whole watch. */
const QUIET_MS = 10 * 60_000

/** `blocked`: the browser lets nothing sound before somebody has touched the page. */
type Sound = 'on' | 'off' | 'blocked' | 'quiet'

/**
 * Makes alarms heard, said and seen outside the page.
 *
 * Of several tabs on one computer one sounds: the first that holds the lock; when it closes the next takes over.
 */
export function useLoud() {
  const { presentAlarms: alarms, known, stations, live, rewind } = useRoom()
  const { t, pick, language } = useWords()
  const router = useRouter()
  const audio = new AudioContext()
  const wanted = ref(localStorage.getItem(REMEMBERED) !== 'off')
  const running = ref(audio.state === 'running')
  const quietUntil = ref(0)
  const now = live.now
  const speaker = ref(!('locks' in navigator))
  const permission = ref(mayNotify())
  const memory = shallowRef<LoudMemory>(SILENT_SO_FAR)
  const released = new AbortController()
  let first = true
  let giveUp: (() => void) | null = null

  const sound = computed<Sound>(() => {
    if (!wanted.value) return 'off'
    if (now.value < quietUntil.value) return 'quiet'
    return running.value ? 'on' : 'blocked'
  })

  if ('locks' in navigator)
    void navigator.locks
      .request('ioc.sound', { signal: released.signal }, () => {
        speaker.value = true
        return new Promise<void>((resolve) => (giveUp = resolve))
      })
      .catch(() => undefined)
  const followState = () => (running.value = audio.state === 'running')
  audio.addEventListener('statechange', followState)
  const wake = () => void audio.resume()
  document.addEventListener('pointerdown', wake)
  document.addEventListener('keydown', wake)

  function tell(alarm: WireAlarm, delayS: number): void {
    const station = stations.value.get(alarm.station)?.name ?? alarm.station
    const severity = t(`standing.${alarm.severity}`)
    const words = { severity, station, message: pick(alarm.message) }
    if (sound.value === 'on') speak(t('loud.sentence', words), language.value, delayS)
  }

  function look(): void {
    // Whoever looks at the past is told of the present by the frame, and hears what has come when back.
    if (!known.value || rewind.past.value) return
    const plan = planLoud(memory.value, alarms.value, now.value, first)
    first = false
    memory.value = plan.memory
    if (!speaker.value) return
    if (plan.sound && sound.value === 'on') playTone(audio, plan.sound)
    const worst = plan.news[0]
    if (worst && plan.sound) tell(worst, toneLength(plan.sound) + 0.2)
    for (const alarm of plan.news.filter(({ severity }) => severity === 'critical' || severity === 'high'))
      notify({
        id: alarm.id,
        title: `${t(`standing.${alarm.severity}`)} · ${stations.value.get(alarm.station)?.name ?? alarm.station}`,
        body: pick(alarm.message),
        onOpen: () => void router.push({ path: '/', query: { station: alarm.station } }),
      })
  }
  watch([alarms, known, () => Math.floor(now.value / 1_000)], look)

  const open = computed(() => alarms.value.filter(calls))
  watch([() => open.value.length, () => open.value[0]?.severity ?? null], ([count, worst]) => showBadge(count, worst), {
    immediate: true,
  })

  onScopeDispose(() => {
    document.removeEventListener('pointerdown', wake)
    document.removeEventListener('keydown', wake)
    released.abort()
    giveUp?.()
    showBadge(0, null)
    void audio.close()
  })

  return {
    sound,
    permission: readonly(permission),
    /** On, then quiet for a while, then off: never silent for good by one slip of the hand. */
    switchSound() {
      if (sound.value === 'on') quietUntil.value = now.value + QUIET_MS
      else if (sound.value === 'quiet') {
        quietUntil.value = 0
        wanted.value = false
      } else wanted.value = true
      localStorage.setItem(REMEMBERED, wanted.value ? 'on' : 'off')
    },
    async askToNotify() {
      permission.value = await askToNotify()
    },
  }
}
