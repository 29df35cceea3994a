import { computed, onScopeDispose, readonly, ref, shallowRef, watch, type Ref } from 'vue'
import { createKept } from '@ioc/shared/kept'
import { HOUR, MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import { readMoment, type Eyes, type Moment } from './read-moment.js'

/** Seconds of the past that pass in a second. */
export const SPEEDS = [1, 10, 60] as const
export type Speed = (typeof SPEEDS)[number]

/** One frame a second, whatever the speed: each is a moment as it was, and nothing is made up in between. */
const FRAME_MS = SECOND
/** So many frames are read ahead of the one that is shown. */
const AHEAD = 3
/** The stations of all moments that are kept, about half a kilobyte each … */
const KEPT_STATIONS = 300_000
/** … which are at least what is read ahead and what is shown, and at most a minute's worth of frames. */
const [FEWEST, MOST] = [AHEAD + 1, 60]
/** So far it goes beyond the present, in steps that forecasts have at most. */
const FORESEEN_MS = 24 * HOUR
const FORESEEN_STEP_MS = 5 * MINUTE

/** A moment that could not be read is asked for again after so long. */
const AGAIN_MS = 5 * SECOND

/** A room that stands away from the present, and on which nobody has a hand, comes back after so long. */
const HANDS_OFF_MS = 5 * MINUTE

interface RewindOptions {
  /** The present, to the second. */
  now: Readonly<Ref<EpochMs>>
  /** How many stations a moment holds. */
  stations: () => number
  read?: (at: EpochMs, eyes: Eyes) => Promise<Moment>
}

interface Asked {
  at: EpochMs
  eyes: Eyes
}

/**
 * Where the room is in time: in the present, at a moment of the past, or at one to come, as it is expected.
 *
 * What is shown is always a moment that was read whole. While the next is on its way the one before stays, and the time
 * that the room names is that of what it shows.
 */
export function useRewind({ now, stations, read = readMoment }: RewindOptions) {
  const most = () => Math.min(MOST, Math.max(FEWEST, Math.floor(KEPT_STATIONS / Math.max(1, stations()))))
  // What is over does not change; what is expected is forecast anew.
  const stays = ({ at }: Asked) => at < now.value
  const moments = createKept({
    read: ({ at, eyes }: Asked) => read(at, eyes),
    keyOf: ({ at, eyes }) => `${at} ${eyes}`,
    most,
    stays,
  })
  const shown = shallowRef<Moment | null>(null)
  /** The moment that was asked for; null: the present. */
  const wanted = ref<EpochMs | null>(null)
  /** With whose eyes the past is looked at: those of the room then, unless somebody chooses otherwise. */
  const eyes = ref<Eyes>('known')
  /** With which eyes what is shown was asked for; before anything had arrived the answer is what was measured. */
  const shownBy = ref<Eyes>('known')
  /** When the present was left. */
  const leftAt = ref<EpochMs | null>(null)
  const playing = ref(false)
  /** How far has been played: among what is expected it lies between two steps. */
  let head = 0
  const speed = ref<Speed>(10)
  const failed = ref(false)
  const touchedAt = ref(now.value)
  /** How long until the room comes back by itself, ms; null: it does not, or comes back by playing. */
  const backIn = computed(() =>
    wanted.value === null || playing.value ? null : Math.max(0, touchedAt.value + HANDS_OFF_MS - now.value),
  )
  let frame: ReturnType<typeof setTimeout> | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  let reading = false

  const isShown = () => wanted.value === shown.value?.at && eyes.value === shownBy.value

  /** One read at a time: of many moments that a hand slides over only the last is wanted. */
  async function follow() {
    if (reading) return
    clearTimeout(again)
    reading = true
    while (wanted.value !== null && !isShown()) {
      const asked = { at: wanted.value, eyes: eyes.value }
      try {
        const moment = await moments.get(asked)
        failed.value = false
        if (wanted.value !== null) [shown.value, shownBy.value] = [moment, asked.eyes]
      } catch {
        if (wanted.value !== asked.at || eyes.value !== asked.eyes) continue
        failed.value = true
        again = setTimeout(() => void follow(), AGAIN_MS)
        break
      }
    }
    reading = false
    if (playing.value && !failed.value) prefetch()
  }

  function prefetch() {
    if (wanted.value === null) return
    for (let n = 1; n <= AHEAD; n++) {
      const at = wanted.value + n * speed.value * FRAME_MS
      if (at < now.value) moments.get({ at, eyes: eyes.value }).catch(() => undefined)
    }
  }

  function step() {
    frame = setTimeout(step, FRAME_MS)
    // The next frame waits until this one is there.
    if (wanted.value === null || (!isShown() && !failed.value)) return
    if (failed.value) return void follow()
    head += speed.value * FRAME_MS
    if (head >= now.value + FORESEEN_MS) pause()
    goTo(head, head >= now.value)
  }

  function touch() {
    touchedAt.value = now.value
  }

  function seek(at: EpochMs) {
    touch()
    const isAhead = at >= now.value + FORESEEN_STEP_MS / 2
    if (at >= now.value && !isAhead) return live()
    goTo(at, isAhead)
    head = wanted.value!
  }

  function goTo(at: EpochMs, isAhead: boolean) {
    leftAt.value ??= now.value
    const step = isAhead ? FORESEEN_STEP_MS : SECOND
    wanted.value = Math.max(0, Math.floor(Math.min(at, now.value + FORESEEN_MS) / step) * step)
    if (isAhead && wanted.value <= now.value) wanted.value += step
    void follow()
  }

  function pause() {
    touch()
    clearTimeout(frame)
    playing.value = false
  }

  function live() {
    pause()
    clearTimeout(again)
    wanted.value = null
    shown.value = null
    leftAt.value = null
    eyes.value = shownBy.value = 'known'
    failed.value = false
    moments.clear()
  }

  // A moment that was expected and has come is the present; who plays goes on to the next.
  watch(now, (present) => !playing.value && shown.value?.ahead && shown.value.at <= present && live())
  watch(backIn, (left) => left === 0 && live())
  onScopeDispose(live)

  return {
    /** Where the slider stands: what was asked for. */
    wanted: readonly(wanted),
    /** The moment that the room shows; null: the present. */
    at: computed(() => shown.value?.at ?? null),
    state: computed(() => shown.value?.state ?? null),
    overview: computed(() => shown.value?.overview ?? null),
    /** Not in the present. */
    away: computed(() => shown.value !== null),
    /** At a moment to come. */
    ahead: computed(() => shown.value?.ahead ?? false),
    /** What is shown of the moment: what was known, or measured. */
    eyes: computed((): Eyes => shown.value?.eyes ?? 'known'),
    wantedEyes: readonly(eyes),
    /** Nothing had arrived by then: what was measured is shown in its place. */
    unheard: computed(() => shown.value?.eyes === 'measured' && shownBy.value === 'known'),
    leftAt: readonly(leftAt),
    backIn,
    /** Somebody is there. */
    touch,
    playing: readonly(playing),
    failed: readonly(failed),
    speed,
    seek,
    look(through: Eyes) {
      touch()
      eyes.value = through
      void follow()
    },
    play() {
      if (wanted.value === null || playing.value) return
      playing.value = true
      prefetch()
      frame = setTimeout(step, FRAME_MS)
    },
    pause,
    live,
  }
}

export type Rewind = ReturnType<typeof useRewind>
