import {
  computed,
  onScopeDispose,
  shallowReactive,
  shallowRef,
  watch,
  watchEffect,
  type ComputedRef,
  type Ref,
} from 'vue'
import { useRoute } from 'vue-router'
import type { View, WireStation } from '@ioc/shared/wire'
import type { Live } from '../live/use-live.js'

/** With more stations than this, values are asked for only of those that are shown. */
const ALL_IN_FULL = 3_000
/** A camera that moves and a list that is scrolled come to rest first. */
const REST_MS = 300

type Box = readonly [west: number, south: number, east: number, north: number]

export function firstViewOf(stations: number): View {
  return stations > ALL_IN_FULL ? { stations: [], others: 'reporting' } : {}
}

/**
 * What this dashboard is told of stations: all of it while they are few; where they are many, values of those that are
 * shown, and of all others whether they report, so that counts and lists stay right.
 */
export function useSight({ stations, live }: { stations: Ref<ReadonlyMap<string, WireStation>>; live: Live }) {
  const route = useRoute()
  /** Where stations are drawn one by one; null: nowhere. */
  const shownIn = shallowRef<Box | null>(null)
  const needed = shallowReactive(new Map<symbol, readonly string[]>())
  const opened = computed(() =>
    [route.query['station'], route.params['id']].filter(
      (id): id is string => typeof id === 'string' && stations.value.has(id),
    ),
  )

  const view: ComputedRef<string> = computed(() => {
    const first = firstViewOf(stations.value.size)
    if (!first.others) return JSON.stringify(first)
    const also = [...new Set([...opened.value, ...[...needed.values()].flat()])].sort()
    const where: View = shownIn.value ? { bbox: [...shownIn.value] } : { stations: [] }
    return JSON.stringify({ ...where, ...(also.length > 0 && { also }), others: first.others } satisfies View)
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  let looked = JSON.stringify(firstViewOf(stations.value.size))
  function look(text: string): void {
    looked = text
    live.look(JSON.parse(text) as View)
  }
  // Also at once: a link may lead to a station from the first.
  watch(
    view,
    (text) => {
      clearTimeout(timer)
      if (text !== looked) timer = setTimeout(() => look(text), REST_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))

  return {
    /** The map says where it draws stations one by one. */
    showIn: (box: Box | null) => (shownIn.value = box),
    /** Values of these stations are shown as long as the caller lives. */
    needValues(ids: () => readonly string[]) {
      const key = Symbol('needed')
      watchEffect(() => needed.set(key, ids()))
      onScopeDispose(() => needed.delete(key))
    },
  }
}
