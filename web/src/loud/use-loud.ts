import { computed, onScopeDispose, readonly, ref, shallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import type { WireAlarm } from '@ioc/shared/wire'
import { useWords } from '../i18n/use-words.js'
import { useRoom } from '../room/use-room.js'
import { usePlaces } from '../stations/use-places.js'
import { showBadge } from './badge.js'
import { holdLock } from './hold-lock.js'
import { askToNotify, mayNotify, notify } from './notify.js'
import { calls, planLoud, SILENT_SO_FAR, type LoudMemory } from './plan-loud.js'
import { speak } from './speak.js'
import { playTone, toneLength } from './tones.js'

const REMEMBERED = 'ioc.sound'
/** Sound can be put off, but not for a whole watch. */
const QUIET_MS = 10 * 60_000

/**
 * `blocked`: the browser lets nothing sound before somebody has touched the page. `elsewhere`: another tab of this computer
 * sounds.
 */
type Sound = 'on' | 'elsewhere' | 'off' | 'blocked' | 'quiet'

/**
 * Makes alarms heard, said and seen outside the page.
 *
 * Of several tabs on one computer one sounds, and one notifies.
 */
export function useLoud() {
  const { presentAlarms: alarms, known, live } = useRoom()
  const { t, pick, language } = useWords()
  const placeOf = usePlaces(({ name }) => name)
  const router = useRouter()
  const audio = new AudioContext()
  const wanted = ref(localStorage.getItem(REMEMBERED) !== 'off')
  const running = ref(audio.state === 'running')
  const quietUntil = ref(0)
  const now = live.now
  const permission = ref(mayNotify())
  const memory = shallowRef<LoudMemory>(SILENT_SO_FAR)
  let first = true

  const isQuiet = computed(() => now.value < quietUntil.value)
  const sounds = holdLock(
    'ioc.sound',
    computed(() => wanted.value && !isQuiet.value && running.value),
  )
  const notifies = holdLock(
    'ioc.notify',
    computed(() => permission.value === 'granted'),
  )

  const sound = computed<Sound>(() => {
    if (!wanted.value) return 'off'
    if (isQuiet.value) return 'quiet'
    if (!running.value) return 'blocked'
    return sounds.value ? 'on' : 'elsewhere'
  })

  const followState = () => (running.value = audio.state === 'running')
  audio.addEventListener('statechange', followState)
  const wake = () => void audio.resume()
  document.addEventListener('pointerdown', wake)
  document.addEventListener('keydown', wake)

  function tell(alarm: WireAlarm, delayS: number): void {
    const severity = t(`standing.${alarm.severity}`)
    const words = { severity, station: placeOf(alarm.station), message: pick(alarm.message) }
    speak(t('loud.sentence', words), { severity: alarm.severity, language: language.value, delayS })
  }

  function look(): void {
    // Alarms of the present are heard whatever moment the room shows.
    if (!known.value) return
    const plan = planLoud(memory.value, alarms.value, now.value, first)
    first = false
    memory.value = plan.memory
    if (sounds.value) {
      if (plan.sound) playTone(audio, plan.sound)
      if (plan.spoken) tell(plan.spoken, plan.sound ? toneLength(plan.sound) + 0.2 : 0)
    }
    if (notifies.value) notifyOf(plan.news.filter(({ severity }) => severity === 'critical' || severity === 'high'))
  }

  /** The worst; many that came at once are one notification. */
  function notifyOf(news: readonly WireAlarm[]): void {
    const [worst] = news
    if (!worst) return
    const title = `${t(`standing.${worst.severity}`)} · ${placeOf(worst.station)}`
    const many = news.length > 1
    notify({
      id: many ? 'ioc.many' : worst.id,
      title: many ? t('loud.many', { n: news.length, worst: title }) : title,
      body: pick(worst.message),
      onOpen: () => void router.push(many ? '/alarms' : { name: 'alarm', params: { id: worst.id } }),
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
    showBadge(0, null)
    void audio.close()
  })

  return {
    sound,
    permission: readonly(permission),
    /** On, then quiet for a while, then off: never silent for good by one slip of the hand. */
    switchSound() {
      if (sound.value === 'on' || sound.value === 'elsewhere') quietUntil.value = now.value + QUIET_MS
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
